package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Frames.CONTINUATION;
import static org.netchestra.dispatcher.netty.Frames.END_STREAM;
import static org.netchestra.dispatcher.netty.Frames.GOAWAY;
import static org.netchestra.dispatcher.netty.Frames.HEADERS;
import static org.netchestra.dispatcher.netty.Frames.PING;
import static org.netchestra.dispatcher.netty.Frames.PRIORITY;
import static org.netchestra.dispatcher.netty.Frames.RST_STREAM;
import static org.netchestra.dispatcher.netty.Frames.SETTINGS;
import static org.netchestra.dispatcher.netty.Frames.WINDOW_UPDATE;
import static org.netchestra.dispatcher.netty.Frames.block;
import static org.netchestra.dispatcher.netty.Frames.number;
import static org.netchestra.dispatcher.netty.Frames.setting;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What clients of HTTP/2 may wear a balancer out with, frame by frame, and what they are told meanwhile. */
@ExtendWith(NoLeaks.class)
class Http2AbuseTest {

    private static final String START = ":method=POST|:scheme=http|:path=/attack|:authority=a";
    private static final String GET = ":method=GET|:scheme=http|:path=/attack|:authority=a";

    private static Frames begun() {
        return new Frames().begin();
    }

    @Test
    void shouldThrowFloodsOut() throws Exception {
        Map<String, Frames> floods = new LinkedHashMap<>();
        byte[] self = {0, 0, 0, 3, 1};
        floods.put("ping", repeat(12_000, f -> f.frame(PING, 0, 0, new byte[8])));
        floods.put("settings", repeat(12_000, f -> f.frame(SETTINGS, 0, 0)));
        floods.put("priority", repeat(12_000, f -> f.frame(PRIORITY, 0, 1, self)));
        floods.put("unknown", repeat(12_000, f -> f.frame(0x42, 0, 0)));
        floods.put("empty data", begun().headers(1, START, false));
        floods.put("empty data", repeated(floods.get("empty data"), 100, f -> f.data(1, "", false)));
        floods.put("tiny continuations", begun().frame(HEADERS, END_STREAM, 1, block(GET)));
        floods.put(
                "tiny continuations",
                repeated(floods.get("tiny continuations"), 1000, f -> f.frame(CONTINUATION, 0, 1)));
        byte[] kilobytes = block("x=" + "y".repeat(8000));
        floods.put("large continuations", begun().frame(HEADERS, END_STREAM, 1, block(GET)));
        floods.put(
                "large continuations",
                repeated(floods.get("large continuations"), 2000, f -> f.frame(CONTINUATION, 0, 1, kilobytes)));
        int[] stream = {-1};
        floods.put(
                "rapid reset",
                repeat(1000, f -> f.headers(stream[0] += 2, GET, true).frame(RST_STREAM, 0, stream[0], number(8))));
        int[] second = {-1};
        // Each makes this side reset a stream: CVE-2025-8671.
        floods.put(
                "provoked resets",
                repeat(
                        1000,
                        f -> f.headers(second[0] += 2, START, false).frame(WINDOW_UPDATE, 0, second[0], number(0))));
        try (RawServer server = RawServer.echo("a");
                Appliance appliance = new Appliance(List.of(server), "h2c=true")) {
            for (Map.Entry<String, Frames> flood : floods.entrySet()) {
                assertThat(FramePeer.told(appliance.server.port(), flood.getValue(), Integer.MAX_VALUE))
                        .as(flood.getKey())
                        .last()
                        .isEqualTo("end");
            }
            try (FrameClient honest = new FrameClient(appliance.server.port())) {
                honest.send(FrameClient.request("GET", "/fine"), true);
                assertThat(honest.answer().status()).isEqualTo("200");
            }
        }
    }

    private static Frames repeat(int times, Consumer<Frames> step) {
        return repeated(begun(), times, step);
    }

    private static Frames repeated(Frames frames, int times, Consumer<Frames> step) {
        for (int i = 0; i < times; i++) {
            step.accept(frames);
        }
        return frames;
    }

    @Test
    void shouldTakeNoMoreThanTheWindow() throws Exception {
        CountDownLatch seenEnough = new CountDownLatch(1);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.in.read(new byte[1]);
                    RawServer.await(seenEnough);
                });
                Appliance appliance = new Appliance(List.of(server), "h2c=true", "fail-safe=off")) {
            Frames frames = begun().headers(1, START + "|content-length=100000000", false);
            String piece = "x".repeat(16_384);
            for (int i = 0; i < 2000; i++) {
                frames.data(1, piece, false);
            }
            List<String> seen = FramePeer.told(appliance.server.port(), frames, 1);
            assertThat(seen.get(0)).isIn("reset 3", "goaway 3", "end");
        } finally {
            seenEnough.countDown();
        }
    }

    /** No window holds back heads: 64 kB each, for a request of 50 bytes. */
    @Test
    void shouldThrowOutWhoTakesNoHeads() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        String head = "HTTP/1.1 204 No Content\r\nX: " + "y".repeat(50_000) + "\r\n\r\n";
        try (RawServer server = new RawServer(c -> {
                    while (c.readHead() != null) {
                        asked.incrementAndGet();
                        c.write(head);
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FramePeer peer = new FramePeer(appliance.server.port())) {
            peer.send(begun());
            int before = -1;
            for (int stream = 1; asked.get() > before && stream < 4000; ) {
                before = asked.get();
                Frames some = new Frames();
                for (int i = 0; i < 50; i++, stream += 2) {
                    some.headers(stream, GET, true);
                }
                peer.send(some);
                for (int i = 0; i < 100 && asked.get() < before + 50; i++) {
                    RawServer.takeTime(10);
                }
            }
            assertThat(asked.get()).isBetween(1, 1000);
            assertThat(peer.told(Integer.MAX_VALUE)).last().isEqualTo("end");
        }
    }

    @Test
    void shouldForgetFieldsThatThePeersTableHasLostBetweenTwoSettings() throws Exception {
        try (RawServer server = RawServer.echo("a");
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FramePeer peer = new FramePeer(appliance.server.port())) {
            byte[] both = Arrays.copyOf(setting(1, 0), 12);
            System.arraycopy(setting(1, 4096), 0, both, 6, 6);
            peer.send(begun().frame(SETTINGS, 0, 0, both).headers(1, GET, true));
            // Updates of the table's size: 0, and 4096 again.
            assertThat(peer.next(HEADERS).array()).startsWith(0x20, 0x3f, 0xe1, 0x1f);
        }
    }

    @Test
    void shouldNeverTakeMoreStreamsThanAGoodByeHasSaid() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        List<Integer> last = new ArrayList<>();
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    asked.countDown();
                    RawServer.await(over);
                });
                Appliance appliance = new Appliance(List.of(server), "h2c=true");
                FramePeer peer = new FramePeer(appliance.server.port())) {
            peer.send(begun().headers(1, GET, true));
            RawServer.await(asked);
            RawServer.daemon(appliance.server::stop);
            while (!last.contains(1)) {
                last.add(peer.next(GOAWAY).getInt());
            }
            peer.send(new Frames().headers(3, GET, true).frame(PING, 0, 0, new byte[7]));
            while (last.size() < 3) {
                last.add(peer.next(GOAWAY).getInt());
            }
        } finally {
            over.countDown();
        }
        assertThat(last).containsExactly(Integer.MAX_VALUE, 1, 1);
    }
}
