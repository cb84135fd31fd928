package org.netchestra.dispatcher;

import java.util.Arrays;

/** Shows the fields of a head that are passed on, for protocols that have no lines. */
public final class FieldLines {

    /** Is shown one field. */
    public interface Visitor {

        /**
         * Takes over both arrays.
         *
         * @param name in lower case
         */
        void field(byte[] name, byte[] value);
    }

    private FieldLines() {}

    /** Shows all fields that were not dropped, in their order. */
    public static void forEach(MessageHead head, Visitor visitor) {
        byte[] bytes = head.bytes();
        for (int i = 0; i < head.count(); i++) {
            if (!head.isDropped(i)) {
                byte[] name = Arrays.copyOfRange(bytes, head.nameStart(i), head.nameEnd(i));
                lowerCase(name);
                visitor.field(name, Arrays.copyOfRange(bytes, head.valueStart(i), head.valueEnd(i)));
            }
        }
    }

    private static void lowerCase(byte[] name) {
        for (int i = 0; i < name.length; i++) {
            if (name[i] >= 'A' && name[i] <= 'Z') {
                name[i] |= 0x20;
            }
        }
    }
}
