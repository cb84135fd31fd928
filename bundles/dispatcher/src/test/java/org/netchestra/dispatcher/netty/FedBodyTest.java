package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Bodies that another server gets out of the journal while the client is still sending them. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class FedBodyTest {

    /** Enough for a server to be asked. */
    private static final int FIRST = 17_000;

    private static final int MORE = 1_000;

    private static final String HEAD =
            "POST /p HTTP/1.1\r\nHost: a\r\nIdempotency-Key: k\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** A client in the middle of a body, of which a second server has got all that came, after a first one has died. */
    private static final class Upload implements AutoCloseable {

        private final CountDownLatch taken = new CountDownLatch(1);
        private final CountDownLatch fed = new CountDownLatch(1);
        private final CountDownLatch sent = new CountDownLatch(1);
        private final RawServer dying;
        private final RawServer other;
        private final Appliance appliance;
        final RawClient client;

        /** @param then what the second server does from then on */
        Upload(RawServer.Script then, String... keys) throws Exception {
            dying = new RawServer(c -> {
                c.readHead();
                if (taken.getCount() > 0) {
                    readChunks(c, FIRST);
                    taken.countDown();
                    readChunks(c, MORE);
                }
                c.reset();
            });
            other = new RawServer(c -> {
                c.readHead();
                readChunks(c, FIRST + MORE);
                fed.countDown();
                RawServer.await(sent);
                then.serve(c);
            });
            appliance = new Appliance(List.of(dying, other), keys);
            client = appliance.client();
            client.write(HEAD + chunk(FIRST));
            RawServer.await(taken);
            client.write(chunk(MORE));
            RawServer.await(fed);
        }

        void send(String rest) throws IOException {
            client.write(rest);
            sent.countDown();
        }

        @Override
        public void close() throws Exception {
            try (dying;
                    other;
                    appliance) {
                client.close();
            }
        }
    }

    private static String chunk(int size) {
        return Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n";
    }

    /** Reads chunks until they have brought so much. */
    private static void readChunks(RawServer.Connection c, int bytes) throws IOException {
        for (int left = bytes; left > 0; ) {
            StringBuilder size = new StringBuilder();
            while (size.indexOf("\r\n") < 0) {
                size.append(c.readBody(1));
            }
            int length = Integer.parseInt(size.toString().strip(), 16);
            c.readBody(length + 2);
            left -= length;
        }
    }

    @Test
    void shouldEndABodyOnceThatEndsWhileItIsFed() throws Exception {
        AtomicReference<String> end = new AtomicReference<>();
        AtomicReference<String> next = new AtomicReference<>();
        RawServer.Script then = c -> {
            end.set(c.readHead());
            c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            next.set(c.readHead());
            c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        };
        try (Upload upload = new Upload(then)) {
            upload.send("0\r\n\r\n");

            assertThat(upload.client.read().status()).isEqualTo(200);
            assertThat(end).hasValue("0\r\n\r\n");
            assertThat(upload.client.get("/next").status()).isEqualTo(200);
            assertThat(next.get()).startsWith("GET /next ");
        }
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownOfABodyThatBecomesTooLargeWhileItIsFed() throws Exception {
        try (Upload upload = new Upload(c -> c.readHead(), "journal-max-body=20000")) {
            upload.send(chunk(2 * FIRST));

            RawClient.Reply reply = upload.client.read();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.field("Netchestra-Outcome")).isEqualTo("unknown");
        }
    }
}
