package org.netchestra.dispatcher.netty.warmup;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/** The real server of a warm-up: answers as the {@link Replies} say, on any number of connections. Thread-safe; must be closed. */
final class WarmUpServer implements Closeable {

    private final ServerSocket listener;
    private final Executor threads;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** @param threads one for each connection, and one */
    WarmUpServer(Executor threads) throws IOException {
        this.threads = threads;
        listener = new ServerSocket(0, 128, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        try {
            while (!listener.isClosed()) {
                Socket socket = listener.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            }
        } catch (IOException closed) {
            // The warm-up has ended.
        }
    }

    private void serve(Socket socket) {
        try (socket;
                MessageStream stream = new MessageStream(socket)) {
            while (stream.hasNext()) {
                String head = stream.head();
                stream.skipBody(head);
                stream.send(Replies.to(head));
                if (Replies.isLast(head)) {
                    return;
                }
            }
        } catch (IOException gone) {
            // The data plane closes connections as it likes.
        } finally {
            open.remove(socket);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
