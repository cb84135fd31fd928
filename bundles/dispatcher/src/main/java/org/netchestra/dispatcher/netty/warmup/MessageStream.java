package org.netchestra.dispatcher.netty.warmup;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One side of a connection that carries HTTP/1.1 messages, none of which is of a stranger. Blocks; confined to a thread but for {@link #close}. */
final class MessageStream implements Closeable {

    private static final byte[] HEAD_END = {'\r', '\n', '\r', '\n'};
    private static final byte[] BODY_END = {'0', '\r', '\n', '\r', '\n'};
    private static final String LENGTH = "\r\ncontent-length: ";

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] buffer = new byte[8 * 1024];
    private int start;
    private int end;

    MessageStream(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    void send(byte[] message) throws IOException {
        out.write(message);
    }

    /** Whether another message begins; waits for its first byte. */
    boolean hasNext() throws IOException {
        return start < end || fill();
    }

    /** The head of the next message. */
    String head() throws IOException {
        int length = find(HEAD_END);
        String head = new String(buffer, start, length, StandardCharsets.ISO_8859_1);
        start += length;
        return head;
    }

    /** Passes over the body that a head announces. */
    void skipBody(String head) throws IOException {
        String names = head.toLowerCase(Locale.ROOT);
        int length = names.indexOf(LENGTH);
        if (length >= 0) {
            int value = length + LENGTH.length();
            skip(Integer.parseInt(names.substring(value, names.indexOf('\r', value))));
        } else if (names.contains("chunked")) {
            start += find(BODY_END);
        }
    }

    private void skip(int bytes) throws IOException {
        int left = bytes;
        while (left > end - start) {
            left -= end - start;
            start = end;
            more();
        }
        start += left;
    }

    /** How many bytes there are to the end of a mark, which comes soon. */
    private int find(byte[] mark) throws IOException {
        for (int at = start; ; at++) {
            while (end - at < mark.length) {
                int before = start;
                more();
                at -= before - start;
            }
            if (isAt(at, mark)) {
                return at + mark.length - start;
            }
        }
    }

    private boolean isAt(int at, byte[] mark) {
        for (int i = 0; i < mark.length; i++) {
            if (buffer[at + i] != mark[i]) {
                return false;
            }
        }
        return true;
    }

    private void more() throws IOException {
        if (!fill()) {
            throw new EOFException("closed in the middle of a message");
        }
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, start, buffer, 0, end - start);
        end -= start;
        start = 0;
        int read = in.read(buffer, end, buffer.length - end);
        end += Math.max(read, 0);
        return read > 0;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
