package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** A real server on a free port whose every byte a test decides. */
final class RawServer implements AutoCloseable {

    /** One accepted connection. */
    static final class Connection {
        final Socket socket;
        final InputStream in;
        final OutputStream out;

        Connection(Socket socket) throws IOException {
            this.socket = socket;
            in = new BufferedInputStream(socket.getInputStream());
            out = socket.getOutputStream();
        }

        /** The next head with its empty line; null at the end of the connection. */
        String readHead() throws IOException {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                int b = in.read();
                if (b < 0) {
                    return null;
                }
                head.write(b);
            }
            return head.toString(StandardCharsets.ISO_8859_1);
        }

        String readBody(int length) throws IOException {
            return new String(in.readNBytes(length), StandardCharsets.ISO_8859_1);
        }

        void write(String text) throws IOException {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }
    }

    /** What a slow peer does: the time itself is what such a test is about, so there is no condition to wait for. */
    static void takeTime(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server does that goes on only when the test lets it. */
    static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a server does with a connection; it is closed behind it. */
    interface Script {
        void serve(Connection connection) throws IOException;
    }

    final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final ServerSocket listener;
    private final Script script;
    private final Thread acceptor;

    RawServer(Script script) throws IOException {
        this(0, script);
    }

    RawServer(int port, Script script) throws IOException {
        this.script = script;
        listener = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
        acceptor = daemon(this::accept);
    }

    /** A server that speaks TLS. */
    RawServer(SSLContext tls, boolean clientAuthentication, Script script) throws IOException {
        this.script = script;
        SSLServerSocket encrypted = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 256, InetAddress.getLoopbackAddress());
        encrypted.setNeedClientAuth(clientAuthentication);
        listener = encrypted;
        acceptor = daemon(this::accept);
    }

    /** Answers every request with its target and this server's name. */
    static RawServer echo(String name) throws IOException {
        return echo(0, name);
    }

    static RawServer echo(int port, String name) throws IOException {
        return new RawServer(port, connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                String body = name + " " + head.split(" ")[1];
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    int port() {
        return listener.getLocalPort();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                connections.incrementAndGet();
                open.add(socket);
                daemon(() -> serve(socket));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            script.serve(new Connection(socket));
        } catch (IOException ended) {
            // The other side went first, as some tests want it to.
        }
    }

    static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "test-server");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** Returns when nobody can connect any more: a thread that waits to accept keeps the port until it has noticed. */
    @Override
    public void close() throws IOException {
        listener.close();
        try {
            acceptor.join(10_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        for (Socket socket : open) {
            socket.close();
        }
    }
}
