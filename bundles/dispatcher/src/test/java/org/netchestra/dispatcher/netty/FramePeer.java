package org.netchestra.dispatcher.netty;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A client of HTTP/2 that sends bytes as they are, and shows frame by frame what it is told. */
final class FramePeer implements AutoCloseable {

    /** A frame that came. */
    record Received(int type, ByteBuffer payload) {}

    private final Socket socket;
    private final DataInputStream in;

    FramePeer(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
    }

    void send(Frames frames) {
        try {
            OutputStream out = socket.getOutputStream();
            out.write(frames.bytes());
            out.flush();
        } catch (IOException thrownOut) {
            // What the other side said before is still to be read.
        }
    }

    /** The next frame; waits 20 s at most. */
    Received next() throws IOException {
        int length = in.readUnsignedShort() << 8 | in.readUnsignedByte();
        int type = in.readUnsignedByte();
        in.readUnsignedByte();
        in.readInt();
        return new Received(type, ByteBuffer.wrap(in.readNBytes(length)));
    }

    /** The payload of the next frame of a type; others before it are passed over. */
    ByteBuffer next(int type) throws IOException {
        while (true) {
            Received frame = next();
            if (frame.type() == type) {
                return frame.payload();
            }
        }
    }

    /**
     * What comes: the kinds of frames, with the error of RST_STREAM and GOAWAY; "end" for the end of the connection.
     *
     * @param enough how many it reads at most
     */
    List<String> told(int enough) {
        List<String> seen = new ArrayList<>();
        try {
            while (seen.size() < enough) {
                Received frame = next();
                switch (frame.type()) {
                    case Frames.HEADERS -> seen.add("headers");
                    case Frames.RST_STREAM ->
                        seen.add("reset " + frame.payload().getInt());
                    case Frames.GOAWAY -> seen.add("goaway " + frame.payload().getInt(4));
                    default -> {}
                }
            }
        } catch (SocketTimeoutException silence) {
            seen.add("silence");
        } catch (IOException ended) {
            seen.add("end");
        }
        return seen;
    }

    /** What a client is told that sends this and nothing more. */
    static List<String> told(int port, Frames sent, int enough) throws IOException {
        try (FramePeer peer = new FramePeer(port)) {
            peer.send(sent);
            return peer.told(enough);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
