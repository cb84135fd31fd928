package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
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

    private static long memory() {
        return Buffers.ALLOCATOR.pinnedDirectMemory();
    }

    private static long cut(Appliance appliance) {
        return appliance.refusals().getOrDefault("sent-ahead", 0L);
    }

    /** Answers /slow when it is told to, and everything else at once. */
    private static RawServer server(CountDownLatch slow) throws IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                if (head.startsWith("POST")) {
                    connection.readBody(BULK);
                } else if (head.startsWith("GET /slow ")) {
                    RawServer.await(slow);
                }
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
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

    @Test
    void shouldHoldNoMoreThanThereIsMemoryForAndEndTheConnectionBehindItsReply() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        try (RawServer server = server(slow);
                Appliance appliance = new Appliance(List.of(server), "timeout-response=5m", "fail-safe=off")) {
            List<RawClient> clients = new ArrayList<>();
            long before = memory();
            while (cut(appliance) < 10) {
                assertThat(clients.size()).isLessThan(2000);
                RawClient client = bulk(appliance);
                clients.add(client.write("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n" + AHEAD.repeat(REQUESTS_AHEAD)));
            }
            assertThat(memory() - before).isLessThan(EVENT_LOOPS * OF_AN_EVENT_LOOP * 3 / 2);
            try (RawClient honest = appliance.client()) {
                assertThat(honest.get("/fine").status()).isEqualTo(200);
            }

            slow.countDown();
            int cut = 0;
            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                cut += answers(client) < REQUESTS_AHEAD ? 1 : 0;
                client.close();
            }
            assertThat(cut).isBetween(10, clients.size() - 1);
            assertThat(cut).isEqualTo((int) cut(appliance));
        }
    }

    /** How many of the requests that were sent ahead are answered, until the connection ends. */
    private static int answers(RawClient client) throws IOException {
        for (int i = 0; i < REQUESTS_AHEAD; i++) {
            try {
                assertThat(client.read().status()).isBetween(200, 204);
            } catch (IOException ended) {
                return i;
            }
        }
        return REQUESTS_AHEAD;
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
