package org.netchestra.dispatcher.netty;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A client that writes what a test says and reads replies by their framing. */
final class RawClient implements AutoCloseable {

    /** A reply; the body without its framing. */
    record Reply(int status, String head, String body) {
        String field(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).trim();
                }
            }
            return null;
        }
    }

    final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    /** Speaks on a connection that is made already, encrypted for instance. */
    RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        in = new BufferedInputStream(socket.getInputStream());
    }

    RawClient write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        return this;
    }

    Reply get(String target) throws IOException {
        return write("GET " + target + " HTTP/1.1\r\nHost: test\r\n\r\n").read();
    }

    Reply read() throws IOException {
        return read(false);
    }

    Reply read(boolean toHead) throws IOException {
        String head = readHead();
        int status = Integer.parseInt(head.split(" ")[1]);
        Reply bare = new Reply(status, head, "");
        if (toHead || status < 200 || status == 204 || status == 304) {
            return bare;
        }
        if ("chunked".equals(bare.field("Transfer-Encoding"))) {
            return new Reply(status, head, readChunks());
        }
        String length = bare.field("Content-Length");
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        if (length != null && body.length < Integer.parseInt(length)) {
            throw new IOException("body: " + body.length + " bytes (expected: " + length + ")");
        }
        return new Reply(status, head, new String(body, StandardCharsets.ISO_8859_1));
    }

    String readHead() throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
            head.write(readByte());
        }
        return head.toString(StandardCharsets.ISO_8859_1);
    }

    String readToEnd() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The bytes behind a reply's head. */
    byte[] readBytesAfterHead(int length) throws IOException {
        readHead();
        return in.readNBytes(length);
    }

    byte[] readBytes(int length) throws IOException {
        return in.readNBytes(length);
    }

    /** Whether the connection has ended, cleanly or not; waits for the next byte or the end. */
    /** Everything up to the end of the connection, be it a reset. */
    String readAllLeniently() throws IOException {
        StringBuilder all = new StringBuilder();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                all.append((char) octet);
            }
        } catch (java.net.SocketException reset) {
            // What came before it is all there is.
        }
        return all.toString();
    }

    boolean isEnded() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException reset) {
            return true;
        }
    }

    private String readChunks() throws IOException {
        StringBuilder body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(readLine(), 16);
            body.append(new String(in.readNBytes(size), StandardCharsets.ISO_8859_1));
            if (size == 0) {
                for (String line = readLine(); !line.isEmpty(); line = readLine()) {
                    body.append('[').append(line).append(']');
                }
                return body.toString();
            }
            readLine();
        }
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.length() < 2 || !line.substring(line.length() - 2).equals("\r\n")) {
            line.append((char) readByte());
        }
        return line.substring(0, line.length() - 2);
    }

    private int readByte() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new IOException("the connection ended (expected: more)");
        }
        return b;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
