package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
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
    private static final int MOST_NAMES = 256;

    private final Line line = new Line();
    private final List<String> serverNames = new ArrayList<>();
    private State state = State.WHOLE;
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
        line.clear();
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
        switch (line.take(in)) {
            case WHOLE -> {
                wholeLine();
                line.clear();
            }
            case MALFORMED -> state = State.MALFORMED;
            default -> {}
        }
    }

    private void wholeLine() {
        switch (state) {
            case STATUS_LINE -> statusLine();
            case HEADER -> header();
            case CHUNK_SIZE -> chunkSize();
            case CHUNK_END -> state = line.isEmpty() ? State.CHUNK_SIZE : State.MALFORMED;
            default -> state = line.isEmpty() ? State.WHOLE : State.TRAILER;
        }
    }

    private void statusLine() {
        boolean version = line.startsWith("http/1.1 ") || line.startsWith("http/1.0 ");
        if (!version || line.length() < 12 || (line.length() > 12 && line.at(12) != ' ')) {
            state = State.MALFORMED;
            return;
        }
        close = line.at(7) == '0';
        status = (int) line.number(9, 12);
        state = status >= 100 ? State.HEADER : State.MALFORMED;
    }

    private void header() {
        if (line.isEmpty()) {
            headEnds();
            return;
        }
        int colon = line.indexOf(':');
        if (colon <= 0 || line.at(0) <= ' ' || line.at(colon - 1) <= ' ') {
            state = State.MALFORMED;
            return;
        }
        if (line.startsWith("content-length:")) {
            contentLength(line.number(line.valueAfter(colon), line.length()));
        } else if (line.startsWith("transfer-encoding:")) {
            chunked |= line.textAfter(colon).equalsIgnoreCase("chunked");
        } else if (line.startsWith("connection:")) {
            close |= line.textAfter(colon).equalsIgnoreCase("close");
        } else if (line.startsWith("x-served-by:")) {
            servedBy(colon);
        }
    }

    private void contentLength(long length) {
        state = length < 0 || (contentLength != NOT_SAID && contentLength != length) ? State.MALFORMED : state;
        contentLength = length;
    }

    /** Few servers answer many replies: their names are found again without making new strings. */
    private void servedBy(int colon) {
        for (String name : serverNames) {
            if (line.endsWith(line.valueAfter(colon), name)) {
                servedBy = name;
                return;
            }
        }
        servedBy = line.textAfter(colon);
        if (serverNames.size() < MOST_NAMES) {
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
        int semicolon = line.indexOf(';');
        long size = line.hexNumber(semicolon < 0 ? line.length() : semicolon);
        pieceLeft = size;
        state = size < 0 ? State.MALFORMED : size == 0 ? State.TRAILER : State.CHUNK;
    }
}
