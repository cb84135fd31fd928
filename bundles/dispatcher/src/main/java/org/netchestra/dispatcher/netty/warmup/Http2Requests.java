package org.netchestra.dispatcher.netty.warmup;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The requests of a connection as frames of HTTP/2 (RFC 9113), their fields as HPACK has them (RFC 7541), in all the ways that browsers use:
 * indexed, literal with and without an entry in the table, with Huffman's code and without. Confined to a thread.
 */
final class Http2Requests {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int WINDOW_UPDATE = 8;
    private static final int PING = 6;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;
    private static final int END_HEADERS = 4;
    private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
    private static final int ORDINARY_WINDOW = 65_535;
    private static final int LARGEST_FRAME = 16_384;

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INITIAL_WINDOW_SIZE = {0, 4, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
    /** {@code www.example.com} in Huffman's code, RFC 7541 appendix C.4.1. */
    private static final int[] EXAMPLE = {0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff};

    private static final String AGENT = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0";

    // Indices of the static table, RFC 7541 appendix A.
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int METHOD_POST = 3;
    private static final int PATH = 4;
    private static final int SCHEME_HTTPS = 7;
    private static final int ACCEPT_ENCODING = 16;
    private static final int ACCEPT = 19;
    private static final int CONTENT_LENGTH = 28;
    private static final int COOKIE = 32;
    private static final int USER_AGENT = 58;
    private static final int FIRST_DYNAMIC = 62;

    private final ByteArrayOutputStream frames = new ByteArrayOutputStream();
    private final ByteArrayOutputStream section = new ByteArrayOutputStream();
    private int stream = -1;
    private boolean agentKnown;

    /** What a connection begins with: windows that are never exhausted. */
    void preface() {
        frames.writeBytes(PREFACE);
        frame(SETTINGS, 0, 0, INITIAL_WINDOW_SIZE, 0, INITIAL_WINDOW_SIZE.length);
        byte[] increment = number(LARGEST_WINDOW - ORDINARY_WINDOW);
        frame(WINDOW_UPDATE, 0, 0, increment, 0, increment.length);
    }

    /** Adds a request on a stream of its own. */
    void add(Requests.Request request) {
        stream += 2;
        fields(request);
        byte[] fields = section.toByteArray();
        section.reset();
        int end = request.body() == 0 ? END_STREAM : 0;
        frame(HEADERS, END_HEADERS | end, stream, fields, 0, fields.length);
        byte[] body = new byte[request.body()];
        for (int from = 0; from < body.length; from += LARGEST_FRAME) {
            int length = Math.min(LARGEST_FRAME, body.length - from);
            frame(DATA, from + length == body.length ? END_STREAM : 0, stream, body, from, length);
        }
    }

    private void fields(Requests.Request request) {
        switch (request.method()) {
            case "GET" -> indexed(METHOD);
            case "POST" -> indexed(METHOD_POST);
            default -> literal(METHOD, request.method());
        }
        indexed(SCHEME_HTTPS);
        literal(PATH, request.target());
        name(AUTHORITY);
        section.write(0x80 | EXAMPLE.length);
        for (int octet : EXAMPLE) {
            section.write(octet);
        }
        if (request.body() > 0 && !request.chunked()) {
            literal(CONTENT_LENGTH, Integer.toString(request.body()));
        }
        if (request.browsed()) {
            agent();
            indexed(ACCEPT_ENCODING);
            literal(ACCEPT, "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
            literal(COOKIE, "sid=0123456789; theme=dark");
        }
    }

    /** The first time with an entry in the dynamic table, which has no other. */
    private void agent() {
        if (agentKnown) {
            indexed(FIRST_DYNAMIC);
        } else {
            section.write(0x40 | USER_AGENT);
            text(AGENT);
            agentKnown = true;
        }
    }

    private void indexed(int index) {
        section.write(0x80 | index);
    }

    /** A name of the static table, for a value that enters no table. */
    private void name(int index) {
        if (index < 15) {
            section.write(index);
        } else {
            section.write(15);
            section.write(index - 15);
        }
    }

    private void literal(int name, String value) {
        name(name);
        text(value);
    }

    /** Shorter than 127 octets, so that the length is one. */
    private void text(String value) {
        section.write(value.length());
        section.writeBytes(value.getBytes(StandardCharsets.US_ASCII));
    }

    /** Answers what asks for an answer. */
    void acknowledge(int type, byte[] payload) {
        frame(type, ACK, 0, payload, 0, type == PING ? payload.length : 0);
    }

    private void frame(int type, int flags, int id, byte[] payload, int from, int length) {
        frames.writeBytes(number(length << 8 | type));
        frames.write(flags);
        frames.writeBytes(number(id));
        frames.write(payload, from, length);
    }

    private static byte[] number(int value) {
        return new byte[] {(byte) (value >>> 24), (byte) (value >>> 16), (byte) (value >>> 8), (byte) value};
    }

    /** Sends all that was added since the last time. */
    void sendTo(OutputStream out) throws IOException {
        frames.writeTo(out);
        frames.reset();
    }
}
