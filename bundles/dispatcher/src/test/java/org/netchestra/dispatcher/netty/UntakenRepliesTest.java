package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that asks for much on one connection and does not take the replies: they are not piled up, and what was begun is not cut off. */
@ExtendWith(NoLeaks.class)
class UntakenRepliesTest extends TlsFixture {

    /** Comes in one read, so that each exchange is over at once. */
    private static final int SMALL = 50_000;

    private static final char CONTENT = '~';

    /** Far more than the network keeps on both ways to a client that does not read. */
    private static final int REQUESTS = 3000;

    private final AtomicInteger asked = new AtomicInteger();

    private RawServer server(int size) throws IOException {
        byte[] reply = ("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n"
                        + String.valueOf(CONTENT).repeat(size))
                .getBytes(StandardCharsets.US_ASCII);
        return new RawServer(c -> {
            while (c.readHead() != null) {
                asked.incrementAndGet();
                c.out.write(reply);
            }
        });
    }

    /** Asks until nothing more is asked of the server. */
    private void askWithoutReading(RawClient client) throws IOException {
        client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(REQUESTS));
        int before;
        do {
            before = asked.get();
            RawServer.takeTime(TimeUnit.SECONDS.toMillis(1));
        } while (asked.get() == 0 || asked.get() > before);
    }

    private static void receive(RawClient client, int size) throws IOException {
        byte[] body = client.readBytesAfterHead(size);
        assertThat(body.length).isEqualTo(size);
        assertThat(body[size - 1]).isEqualTo((byte) CONTENT);
    }

    /** Large replies in plain text pass within the kernel, where that is to be had. */
    @ParameterizedTest
    @CsvSource({"50000, false", "50000, true", "200000, false"})
    void shouldAskForNoMoreThanTheClientTakes(int size, boolean tls) throws Exception {
        try (RawServer server = server(size);
                Appliance appliance =
                        new Appliance(List.of(server), tls ? new String[] {certificates} : new String[0]);
                RawClient client = tls ? client(appliance) : appliance.client()) {
            askWithoutReading(client);
            assertThat(asked.get())
                    .describedAs("requests that went to the server")
                    .isLessThan(REQUESTS / 4);

            for (int i = 0; i < REQUESTS; i++) {
                receive(client, size);
            }
            assertThat(asked).hasValue(REQUESTS);
        }
    }

    @Test
    void shouldSendWhatWasBegunToAClientThatSaysNothingMore() throws Exception {
        try (RawServer server = server(SMALL);
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            askWithoutReading(client);
            client.socket.shutdownOutput();

            for (int i = 0; i < REQUESTS; i++) {
                receive(client, SMALL);
            }
            assertThat(client.isEnded()).isTrue();
        }
    }

    /** A client that is busy sending takes its time to read. */
    @ParameterizedTest
    @ValueSource(ints = {0, 5})
    void shouldSendWhatWasBegunWhenItStops(int pauseSeconds) throws Exception {
        try (RawServer server = server(SMALL);
                Appliance appliance = new Appliance(List.of(server), "timeout-drain=20s");
                RawClient client = appliance.client()) {
            askWithoutReading(client);
            int begun = asked.get();
            Thread stop = RawServer.daemon(appliance.server::stop);
            Appliance.await(
                    "the drain to begin", () -> appliance.server.virtualServer().isDraining());
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            RawServer.takeTime(TimeUnit.SECONDS.toMillis(pauseSeconds));

            String all = client.readToEnd();
            int replies = all.split("HTTP/1.1 200 OK", -1).length - 1;
            assertThat(replies).isGreaterThanOrEqualTo(begun);
            assertThat(all.chars().filter(c -> c == CONTENT).count()).isEqualTo((long) replies * SMALL);
            stop.join(20_000);
            assertThat(stop.isAlive()).isFalse();
        }
    }
}
