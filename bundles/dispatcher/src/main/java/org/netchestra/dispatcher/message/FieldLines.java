package org.netchestra.dispatcher.message;

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

    /** Is shown one field where it lies. */
    @FunctionalInterface
    public interface LineVisitor {

        /** @param bytes not to be changed or kept */
        void line(byte[] bytes, int nameStart, int nameEnd, int valueStart, int valueEnd);
    }

    private FieldLines() {}

    /** Shows all fields that were not dropped, in their order, as the peer wrote them. */
    public static void forEachLine(MessageHead head, LineVisitor visitor) {
        for (int i = 0; i < head.count(); i++) {
            if (!head.isDropped(i)) {
                visitor.line(head.bytes(), head.nameStart(i), head.nameEnd(i), head.valueStart(i), head.valueEnd(i));
            }
        }
    }

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

    /** A copy of a slice, the letters of ASCII in lower case. */
    public static byte[] lowerCase(byte[] bytes, int start, int end) {
        byte[] name = Arrays.copyOfRange(bytes, start, end);
        for (int i = 0; i < name.length; i++) {
            if (name[i] >= 'A' && name[i] <= 'Z') {
                name[i] |= 0x20;
            }
        }
        return name;
    }
}
