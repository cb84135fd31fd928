package org.netchestra.dispatcher.netty;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes HTTP/2 byte by byte (RFC 9113 section 4, RFC 7541), right or wrong as a test says. */
final class Frames {

    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;

    static final int END_STREAM = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    /** What a client begins with. */
    Frames begin() {
        bytes.writeBytes(PREFACE);
        return frame(SETTINGS, 0, 0);
    }

    Frames frame(int type, int flags, int stream, byte... payload) {
        return frameOfLength(payload.length, type, flags, stream, payload);
    }

    /** A frame that claims to have another length than it has. */
    Frames frameOfLength(int length, int type, int flags, int stream, byte... payload) {
        bytes.writeBytes(
                new byte[] {(byte) (length >> 16), (byte) (length >> 8), (byte) length, (byte) type, (byte) flags});
        bytes.writeBytes(number(stream));
        bytes.writeBytes(payload);
        return this;
    }

    static byte[] number(long value) {
        return new byte[] {(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    static byte[] setting(int name, long value) {
        byte[] number = number(value);
        return new byte[] {0, (byte) name, number[0], number[1], number[2], number[3]};
    }

    /** Fields as literals that enter no table; parted by "|", name and value by "=". */
    static byte[] block(String fields) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String field : fields.split("\\|")) {
            int equals = field.indexOf('=');
            out.write(0);
            literal(out, field.substring(0, equals));
            literal(out, field.substring(equals + 1));
        }
        return out.toByteArray();
    }

    static void literal(ByteArrayOutputStream out, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        if (octets.length < 127) {
            out.write(octets.length);
        } else {
            out.write(127);
            int rest = octets.length - 127;
            while (rest >= 128) {
                out.write(rest % 128 + 128);
                rest /= 128;
            }
            out.write(rest);
        }
        out.writeBytes(octets);
    }

    Frames headers(int stream, String fields, boolean end) {
        return frame(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, block(fields));
    }

    Frames data(int stream, String text, boolean end) {
        return frame(DATA, end ? END_STREAM : 0, stream, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
