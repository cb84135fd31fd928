package org.netchestra.dispatcher.netty.warmup;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/** Clients that speak HTTP/2, each on a stream of one connection that they share. RFC 9113. */
final class Http2Clients implements Clients {

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int END_STREAM = 1;
    private static final int ACK = 1;

    private final Connector connector;
    private Http2Requests requests = new Http2Requests();
    private DataInputStream in = new DataInputStream(InputStream.nullInputStream());
    private OutputStream out = OutputStream.nullOutputStream();
    private int next;

    Http2Clients(Connector connector) {
        this.connector = connector;
    }

    @Override
    public void connect() throws IOException {
        connector.closeAll();
        Socket socket = connector.connect();
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 8 * 1024));
        out = socket.getOutputStream();
        requests = new Http2Requests();
        requests.preface();
    }

    @Override
    public void exchange() throws IOException {
        for (int i = 0; i < COUNT; i++) {
            requests.add(Requests.IN_TURN.get(next++ % Requests.IN_TURN.size()));
        }
        requests.sendTo(out);
        for (int left = COUNT; left > 0; ) {
            left -= frame() ? 1 : 0;
        }
    }

    /** Reads a frame; whether it is the last one of a reply. */
    private boolean frame() throws IOException {
        int lengthAndType = in.readInt();
        int flags = in.readUnsignedByte();
        in.readInt();
        byte[] payload = new byte[lengthAndType >>> 8];
        in.readFully(payload);
        int type = lengthAndType & 0xff;
        switch (type) {
            case SETTINGS, PING -> {
                if ((flags & ACK) == 0) {
                    requests.acknowledge(type, payload);
                }
            }
            case GOAWAY -> throw new IOException("the connection is to end");
            default -> {}
        }
        return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    @Override
    public void abort() {
        connector.abort();
    }
}
