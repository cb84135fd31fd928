package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Frames.CONTINUATION;
import static org.netchestra.dispatcher.netty.Frames.END_STREAM;
import static org.netchestra.dispatcher.netty.Frames.HEADERS;
import static org.netchestra.dispatcher.netty.Frames.PING;
import static org.netchestra.dispatcher.netty.Frames.SETTINGS;
import static org.netchestra.dispatcher.netty.Frames.WINDOW_UPDATE;
import static org.netchestra.dispatcher.netty.Frames.block;
import static org.netchestra.dispatcher.netty.Frames.number;
import static org.netchestra.dispatcher.netty.Frames.setting;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients of HTTP/2 that stop anywhere, or take nothing: each is let go in time, with what it held. */
@ExtendWith(NoLeaks.class)
class Http2StallTest {

    private static final String GET = ":method=GET|:scheme=http|:path=/x|:authority=a";
    private static final String POST = ":method=POST|:scheme=http|:path=/x|:authority=a";
    private static final int SMALL = 1_000;
    private static final int LARGE = 3_000_000;

    private static RawServer server() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                int length = head.contains(" /large ") ? LARGE : SMALL;
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n" + "x".repeat(length));
            }
        });
    }

    private static byte[] firstOf(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static Frames begun() {
        return new Frames().begin();
    }

    /** No window for data. */
    private static Frames deaf() {
        return begun().frame(SETTINGS, 0, 0, setting(4, 0));
    }

    @Test
    void shouldLetGoOfEveryClientThatStops() throws Exception {
        Map<String, byte[]> stops = new LinkedHashMap<>();
        byte[] request = begun().headers(1, GET, true).bytes();
        stops.put("in the preface", firstOf(request, 10));
        stops.put("behind the preface", firstOf(request, 24));
        stops.put("in the first settings", firstOf(request, 30));
        stops.put("behind the first settings", begun().bytes());
        stops.put("in a frame's head", firstOf(request, 24 + 9 + 5));
        stops.put("in a frame", firstOf(request, request.length - 3));
        stops.put(
                "in a header section",
                begun().frame(HEADERS, END_STREAM, 1, block(GET)).bytes());
        stops.put(
                "in a continued header section",
                begun().frame(HEADERS, END_STREAM, 1, block(GET))
                        .frame(CONTINUATION, 0, 1, block("x=y"))
                        .bytes());
        stops.put("behind a request", request);
        stops.put("behind a ping", begun().frame(PING, 0, 0, new byte[8]).bytes());
        stops.put("with a body to come", begun().headers(1, POST, false).bytes());
        stops.put(
                "in a body",
                begun().headers(1, POST + "|content-length=5", false)
                        .data(1, "ab", false)
                        .bytes());
        stops.put("taking nothing", deaf().headers(1, GET, true).bytes());
        stops.put(
                "taking nothing of a large reply",
                deaf().headers(1, GET.replace("/x", "/large"), true).bytes());
        stops.put(
                "taking an octet",
                deaf().headers(1, GET, true)
                        .frame(WINDOW_UPDATE, 0, 1, number(1))
                        .bytes());
        try (RawServer server = server();
                Appliance appliance = new Appliance(
                        List.of(server),
                        "h2c=true",
                        "timeout-request-head=400ms",
                        "timeout-idle=400ms",
                        "timeout-handshake=400ms",
                        "timeout-data=400ms")) {
            for (Map.Entry<String, byte[]> stop : stops.entrySet()) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())) {
                    socket.setSoTimeout(20_000);
                    socket.getOutputStream().write(stop.getValue());
                    assertThat(isEnded(socket)).as(stop.getKey()).isTrue();
                }
                Appliance.await(
                        "the end of one that stopped " + stop.getKey(),
                        () -> appliance.server.handle().connections().get() == 0);
            }
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketTimeoutException alive) {
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    /** Pings show that somebody is there, but no progress: what is held for such a client is let go all the same. */
    @Test
    void shouldLetGoOfAClientThatOnlyPings() throws Exception {
        ScheduledExecutorService pinging = Executors.newSingleThreadScheduledExecutor();
        try (RawServer server = server();
                Appliance appliance =
                        new Appliance(List.of(server), "h2c=true", "timeout-idle=400ms", "timeout-data=400ms");
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), appliance.server.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream().write(deaf().headers(1, GET, true).bytes());
            byte[] ping = new Frames().frame(PING, 0, 0, new byte[8]).bytes();
            pinging.scheduleAtFixedRate(() -> write(socket, ping), 50, 50, TimeUnit.MILLISECONDS);

            assertThat(isEnded(socket)).isTrue();
        } finally {
            pinging.shutdownNow();
        }
    }

    private static void write(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException ended) {
            throw new IllegalStateException(ended);
        }
    }
}
