package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.netchestra.workload.netty.BodyPattern;

/**
 * Reads one HTTP/1.1 reply at a time (RFC 9112), strictly, and checks its body while it passes. Deliberately not the
 * codec that the dispatcher is built on: what that overlooks would be overlooked here too. Not thread-safe.
 */
final class ReplyParser {
    /** How far the reply is. */
    enum Progress {
        MORE,
        WHOLE,
        MALFORMED
    }

    private enum State {
        STATUS_LINE,
        HEADER,
        FIXED,
        CHUNK_SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        TO_CLOSE,
        WHOLE,
        MALFORMED
    }

    private static final long NOT_SAID = -1;

    private final byte[] line = new byte[16 * 1024];
    private final List<String> serverNames = new ArrayList<>();
    private State state = State.WHOLE;
    private int lineLength;
    private boolean bodyless;
    private boolean started;
    private int status;
    private long contentLength;
    private boolean chunked;
    private boolean close;
    private boolean patternKept;
    private String servedBy = "";
    private long pieceLeft;
    private long bodyLength;

    /** Expects a reply; {@code bodyless} when the request was a HEAD. */
    void expect(boolean bodylessReply) {
        bodyless = bodylessReply;
        started = false;
        bodyLength = 0;
        patternKept = true;
        servedBy = "";
        newHead();
    }

    private void newHead() {
        state = State.STATUS_LINE;
        lineLength = 0;
        contentLength = NOT_SAID;
        chunked = false;
        close = false;
    }

    /** Takes all of {@code in}; bytes after the end of the reply make it malformed. */
    Progress parse(ByteBuf in) {
        started |= in.isReadable();
        while (in.isReadable() && state != State.MALFORMED) {
            switch (state) {
                case FIXED, CHUNK, TO_CLOSE -> body(in);
                case WHOLE -> state = State.MALFORMED;
                default -> line(in);
            }
        }
        return switch (state) {
            case WHOLE -> Progress.WHOLE;
            case MALFORMED -> Progress.MALFORMED;
            default -> Progress.MORE;
        };
    }

    /** The connection has ended: whether that was this reply's way to end (RFC 9112, 6.3, rule 8). */
    boolean endsWithConnection() {
        return state == State.TO_CLOSE;
    }

    /** Whether any byte of the reply has come. */
    boolean started() {
        return started;
    }

    int status() {
        return status;
    }

    long bodyLength() {
        return bodyLength;
    }

    /** Whether the body so far is the pattern. */
    boolean patternKept() {
        return patternKept;
    }

    /** What the reply names as its server, or an empty text. */
    String servedBy() {
        return servedBy;
    }

    /** Whether the connection may carry another request. */
    boolean keepsAlive() {
        return !close;
    }

    private void body(ByteBuf in) {
        long most = state == State.TO_CLOSE ? Long.MAX_VALUE : pieceLeft;
        int length = (int) Math.min(most, in.readableBytes());
        patternKept = patternKept && BodyPattern.matches(in, in.readerIndex(), length, bodyLength);
        in.skipBytes(length);
        bodyLength += length;
        pieceLeft -= length;
        if (state != State.TO_CLOSE && pieceLeft == 0) {
            state = state == State.FIXED ? State.WHOLE : State.CHUNK_END;
        }
    }

    private void line(ByteBuf in) {
        int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
        int length = (end < 0 ? in.writerIndex() : end + 1) - in.readerIndex();
        if (lineLength + length > line.length) {
            state = State.MALFORMED;
            return;
        }
        in.readBytes(line, lineLength, length);
        lineLength += length;
        if (end < 0) {
            return;
        }
        if (lineLength < 2 || line[lineLength - 2] != '\r') {
            state = State.MALFORMED;
            return;
        }
        lineLength -= 2;
        wholeLine();
        lineLength = 0;
    }

    private void wholeLine() {
        switch (state) {
            case STATUS_LINE -> statusLine();
            case HEADER -> header();
            case CHUNK_SIZE -> chunkSize();
            case CHUNK_END -> state = lineLength == 0 ? State.CHUNK_SIZE : State.MALFORMED;
            default -> state = lineLength == 0 ? State.WHOLE : State.TRAILER;
        }
    }

    private void statusLine() {
        boolean version = startsWith("HTTP/1.1 ") || startsWith("HTTP/1.0 ");
        if (!version || lineLength < 12 || (lineLength > 12 && line[12] != ' ')) {
            state = State.MALFORMED;
            return;
        }
        close = line[7] == '0';
        status = (int) digits(9, 12);
        state = status >= 100 ? State.HEADER : State.MALFORMED;
    }

    private void header() {
        if (lineLength == 0) {
            headEnds();
            return;
        }
        int colon = 0;
        while (colon < lineLength && line[colon] != ':') {
            colon++;
        }
        if (colon == 0 || colon == lineLength || line[0] <= ' ' || line[colon - 1] <= ' ') {
            state = State.MALFORMED;
            return;
        }
        switch (colon) {
            case 14 -> contentLength(colon);
            case 17 ->
                chunked |= startsWith("transfer-encoding:") && value(colon).equalsIgnoreCase("chunked");
            case 10 -> close |= startsWith("connection:") && value(colon).equalsIgnoreCase("close");
            case 11 -> servedBy(colon);
            default -> {}
        }
    }

    private void contentLength(int colon) {
        if (!startsWith("content-length:")) {
            return;
        }
        int start = valueStart(colon);
        long length = digits(start, lineLength);
        state = length < 0 || (contentLength != NOT_SAID && contentLength != length) ? State.MALFORMED : state;
        contentLength = length;
    }

    /** Few servers answer many replies: their names are found again without making new strings. */
    private void servedBy(int colon) {
        if (!startsWith("x-served-by:")) {
            return;
        }
        int start = valueStart(colon);
        for (String name : serverNames) {
            if (name.length() == lineLength - start && matches(start, name)) {
                servedBy = name;
                return;
            }
        }
        servedBy = value(colon);
        if (serverNames.size() < 256) {
            serverNames.add(servedBy);
        }
    }

    private void headEnds() {
        if (status < 200 && status != 101) {
            newHead();
        } else if (bodyless || status == 204 || status == 304) {
            state = State.WHOLE;
        } else if (chunked) {
            state = contentLength == NOT_SAID ? State.CHUNK_SIZE : State.MALFORMED;
        } else if (contentLength != NOT_SAID) {
            pieceLeft = contentLength;
            state = contentLength == 0 ? State.WHOLE : State.FIXED;
        } else {
            close = true;
            state = State.TO_CLOSE;
        }
    }

    private void chunkSize() {
        long size = 0;
        int i = 0;
        for (; i < lineLength && line[i] != ';'; i++) {
            int digit = Character.digit(line[i], 16);
            if (digit < 0 || size > Long.MAX_VALUE >> 8) {
                state = State.MALFORMED;
                return;
            }
            size = size * 16 + digit;
        }
        pieceLeft = size;
        state = i == 0 ? State.MALFORMED : size == 0 ? State.TRAILER : State.CHUNK;
    }

    /** The number, or -1 when it is none. */
    private long digits(int from, int to) {
        long number = 0;
        for (int i = from; i < to; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9 || number > Long.MAX_VALUE / 16) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return from < to ? number : -1;
    }

    private int valueStart(int colon) {
        int start = colon + 1;
        while (start < lineLength && (line[start] == ' ' || line[start] == '\t')) {
            start++;
        }
        return start;
    }

    private String value(int colon) {
        int start = valueStart(colon);
        return new String(line, start, lineLength - start, StandardCharsets.ISO_8859_1).stripTrailing();
    }

    private boolean startsWith(String lowerCase) {
        if (lineLength < lowerCase.length()) {
            return false;
        }
        for (int i = 0; i < lowerCase.length(); i++) {
            if (Character.toLowerCase((char) line[i]) != Character.toLowerCase(lowerCase.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private boolean matches(int start, String text) {
        for (int i = 0; i < text.length(); i++) {
            if (line[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
