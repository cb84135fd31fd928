package org.netchestra.accesslog;

import java.nio.charset.StandardCharsets;

/**
 * How text that a client chose gets into a line without leaving its place in it: quotes, line ends, control characters and
 * everything beyond ASCII are written as hexadecimal digits, so no line can be forged and no terminal be driven.
 *
 * <p>Texts of a request hold one byte a character (ISO 8859-1), so what is written gives back the client's bytes.
 */
enum Escaping {
    /** {@code \x22}, as Apache and nginx do. */
    BACKSLASH('\\') {
        @Override
        void escaped(Line line, int octet) {
            line.put('\\').put('x').hex(octet);
        }
    },
    /** {@code #22}, as HAProxy does. */
    HASH('#') {
        @Override
        void escaped(Line line, int octet) {
            line.put('#').hex(octet);
        }
    },
    /** A string of JSON, RFC 8259 section 7. */
    JSON('\\') {
        @Override
        void escaped(Line line, int octet) {
            unicode(line, octet);
        }

        @Override
        void beyondOctets(Line line, String text, int index) {
            unicode(line, text.charAt(index));
        }

        private static void unicode(Line line, int unit) {
            line.put('\\').put('u').hex(unit >> 8).hex(unit);
        }
    };

    private final char mark;

    Escaping(char mark) {
        this.mark = mark;
    }

    final void put(Line line, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c <= '~' && c != '"' && c != mark) {
                line.put(c);
            } else if (c <= 0xFF) {
                escaped(line, c);
            } else {
                beyondOctets(line, text, i);
            }
        }
    }

    abstract void escaped(Line line, int octet);

    /** A character that is more than a byte, such as in a name of the configuration: its bytes in UTF-8. */
    void beyondOctets(Line line, String text, int index) {
        if (Character.isLowSurrogate(text.charAt(index))
                && index > 0
                && Character.isHighSurrogate(text.charAt(index - 1))) {
            return;
        }
        for (byte octet : Character.toString(text.codePointAt(index)).getBytes(StandardCharsets.UTF_8)) {
            escaped(line, octet);
        }
    }
}
