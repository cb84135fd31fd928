package org.netchestra.dispatcher.netty.warmup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/** Connects to a port of the loopback address, with or without TLS. Thread-safe. */
final class Connector {

    private static final int PATIENCE_MILLIS = 5_000;

    private final int port;
    private final @Nullable SSLSocketFactory tls;
    private final String protocol;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean aborted;

    /**
     * @param tls makes sockets with TLS; null for plain ones
     * @param protocol what is asked for by ALPN
     */
    Connector(int port, @Nullable SSLSocketFactory tls, String protocol) {
        this.port = port;
        this.tls = tls;
        this.protocol = protocol;
    }

    Socket connect() throws IOException {
        Socket plain = new Socket(InetAddress.getLoopbackAddress(), port);
        open.add(plain);
        if (aborted) {
            plain.close();
        }
        plain.setTcpNoDelay(true);
        plain.setSoTimeout(PATIENCE_MILLIS);
        return tls == null ? plain : encrypted(tls, plain);
    }

    private Socket encrypted(SSLSocketFactory factory, Socket plain) throws IOException {
        SSLSocket socket = (SSLSocket) factory.createSocket(plain, "localhost", port, true);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(new String[] {protocol});
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    /** Ends all connections, every other one as those do who leave in the middle: by a reset. */
    void closeAll() throws IOException {
        boolean reset = false;
        for (Socket socket : open) {
            if (reset) {
                socket.setSoLinger(true, 0);
            }
            socket.close();
            reset = !reset;
        }
        open.clear();
    }

    /** Ends all connections, also those that are still made. */
    void abort() {
        aborted = true;
        for (Socket socket : open) {
            try {
                socket.close();
            } catch (IOException gone) {
                // It is gone, as it shall be.
            }
        }
    }
}
