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
                byte[] name = lowerCase(bytes, head.nameStart(i), head.nameEnd(i));
                visitor.field(name, Arrays.copyOfRange(bytes, head.valueStart(i), head.valueEnd(i)));
            }
        }
    }

    /** Whether every field was dropped, or there was none. */
    public static boolean isEmpty(MessageHead head) {
        for (int i = 0; i < head.count(); i++) {
            if (!head.isDropped(i)) {
                return false;
            }
        }
        return true;
    }

    static byte[] lowerCase(byte[] bytes, int start, int end) {
        byte[] name = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < name.length; i++) {
            if (name[i] >= 'A' && name[i] <= 'Z') {
                name[i] |= 0x20;
            }
        }
        return name;
    }
}
