package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.loop.Buffers;

/** What clients send before it is wanted, and leave waiting: it takes little memory, and there is no more of it than there is memory for. */
@ExtendWith(NoLeaks.class)
class SentAheadTest {

    private static final int EVENT_LOOPS = 2;
    private static final long OF_AN_EVENT_LOOP = 32 << 20;

    private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
    /** Large, and answered without a server. */
    private static final String AHEAD =
            "OPTIONS /ahead HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\nX: " + "y".repeat(8000) + "\r\n\r\n";

    private static final int REQUESTS_AHEAD = 25;
    private static final int BULK = 512 * 1024;
    private static final int LARGE = 50_000;

    /** Large replies that were asked for. */
    private final AtomicInteger large = new AtomicInteger();

    /** Large replies that came whole. */
    private final AtomicInteger whole = new AtomicInteger();

    private static long memory() {
        return Buffers.ALLOCATOR.pinnedDirectMemory();
    }

    private static long cut(Appliance appliance) {
        return appliance.refusals().getOrDefault("sent-ahead", 0L);
    }

    /** Answers /slow when it is told to, and everything else at once. */
    private RawServer server(CountDownLatch slow) throws IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                if (head.startsWith("POST")) {
                    connection.readBody(BULK);
                } else if (head.startsWith("GET /slow ")) {
                    RawServer.await(slow);
                }
                if (head.startsWith("GET /large ")) {
                    large.incrementAndGet();
                }
                String body = head.startsWith("GET /large ") ? "l".repeat(LARGE) : "ok";
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /** A connection from which much is read at once. */
    private static RawClient bulk(Appliance appliance) throws IOException {
        RawClient client = appliance.client();
        client.write("POST /bulk HTTP/1.1\r\nHost: a\r\nContent-Length: " + BULK + "\r\n\r\n");
        assertThat(client.write("b".repeat(BULK)).read().status()).isEqualTo(200);
        return client;
    }

    /** Connects clients that send ahead, until the connections of ten have to end for it. */
    private static void fill(Appliance appliance, List<RawClient> clients) throws IOException {
        while (cut(appliance) < 10) {
            assertThat(clients.size()).isLessThan(2000);
            RawClient client = bulk(appliance);
            clients.add(client.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + AHEAD.repeat(REQUESTS_AHEAD)));
        }
    }

    @Test
    void shouldHoldNoMoreThanThereIsMemoryForAndEndTheConnectionBehindItsReply() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (RawServer server = server(slow);
                Appliance appliance = new Appliance(List.of(server), "timeout-response=5m", "fail-safe=off")) {
            List<RawClient> clients = new ArrayList<>();
            long before = memory();
            fill(appliance, clients);
            assertThat(memory() - before).isLessThan(EVENT_LOOPS * OF_AN_EVENT_LOOP * 3 / 2);
            try (RawClient honest = appliance.client()) {
                assertThat(honest.get("/fine").status()).isEqualTo(200);
            }

            slow.countDown();
            int cut = 0;
            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                cut += answers(client, REQUESTS_AHEAD) < REQUESTS_AHEAD ? 1 : 0;
                client.close();
            }
            assertThat(cut).isBetween(10, clients.size() - 1);
            assertThat(cut).isEqualTo((int) cut(appliance));
        }
    }

    @Test
    void shouldEndTheConnectionBehindRepliesThatAreNotTaken() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        List<RawClient> clients = new ArrayList<>();
        try (RawServer server = server(slow);
                Appliance appliance = new Appliance(List.of(server), "timeout-response=5m", "fail-safe=off")) {
            fill(appliance, clients);

            long before;
            do {
                before = cut(appliance);
                RawServer.takeTime(1000);
            } while (cut(appliance) > before);
            // Each holds one request more, until there is no room for one.
            int filled = clients.size();
            List<Integer> asked = new ArrayList<>();
            while (cut(appliance) == before) {
                assertThat(clients.size()).isLessThan(2000);
                clients.add(appliance.client());
                asked.add(askUntilUnanswered(clients.get(clients.size() - 1)));
            }
            int ended = 0;
            for (int i = 0; i < asked.size(); i++) {
                ended += answers(clients.get(filled + i), asked.get(i)) < asked.get(i) ? 1 : 0;
            }
            assertThat(ended).isPositive().isEqualTo((int) (cut(appliance) - before));
            assertThat(whole).hasValue(large.get());
            slow.countDown();
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** Asks one by one and reads nothing, until nothing more is answered; how often it asked. */
    private int askUntilUnanswered(RawClient client) throws IOException {
        int begun = 0;
        int known;
        do {
            known = large.get();
            begun++;
            client.write("GET /large HTTP/1.1\r\nHost: a\r\nX: " + "y".repeat(12_000) + "\r\n\r\n");
        } while (isAnswered(known));
        return begun;
    }

    private boolean isAnswered(int known) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        while (large.get() == known && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        return large.get() > known;
    }

    /** How many of the requests are answered, until the connection ends. */
    private int answers(RawClient client, int requests) throws IOException {
        for (int i = 0; i < requests; i++) {
            try {
                RawClient.Reply reply = client.read();
                assertThat(reply.status()).isBetween(200, 204);
                if (reply.body().length() == LARGE) {
                    whole.incrementAndGet();
                }
            } catch (IOException ended) {
                return i;
            }
        }
        return requests;
    }

    @Test
    void shouldHoldLittleForAPrefaceThatComesByteByByte() throws Exception {
        int many = 100;
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "h2c=true")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                clients.add(appliance.client());
            }
            long before = memory();
            for (int sent = 0; sent < PREFACE.length() - 1; sent++) {
                for (RawClient client : clients) {
                    client.write(PREFACE.substring(sent, sent + 1));
                }
                // Whoever answers the next one on both event loops has read these.
                for (int i = 0; i < 2 * EVENT_LOOPS; i++) {
                    try (RawClient honest = appliance.client()) {
                        assertThat(honest.get("/fine").status()).isEqualTo(200);
                    }
                }
            }
            assertThat((memory() - before) / many).isLessThan(4096);
            for (RawClient client : clients) {
                client.close();
            }
        }
    }
}
