package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.netchestra.dispatcher.netty.Bulk.MEGABYTE;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Ways in which a request can end before its body has: they are told from each other in the same way whether the body passes within the
 * kernel or is copied.
 */
@ExtendWith({Bulk.class, NoLeaks.class})
class SplicedRequestEndTest {

    private static final int DECLARED = 48 * MEGABYTE;

    /** What a client does with its connection. */
    private interface Client {
        void act(RawClient client) throws Exception;
    }

    /** What was seen of a request: what the client got, and what the record says. */
    private record Seen(String status, String outcome, Appliance.Ended record) {}

    private static Seen run(RawServer.Script script, Client act, String... keys) throws Exception {
        try (RawServer server = new RawServer(script);
                RawServer other = Uploads.checking();
                Appliance appliance = new Appliance(List.of(server, other), keys);
                RawClient client = appliance.client()) {
            act.act(client);
            Appliance.Ended record = appliance.firstEnded();
            Appliance.await("no pipe to wait", () -> appliance.dispatcher.pipesInUse() == 0);
            assertThat(appliance.dispatcher.splicedBytes() > 0)
                    .isEqualTo(!List.of(keys).contains("splice=off"));
            String head = client.socket.isClosed() || client.socket.isOutputShutdown() ? "" : reply(client);
            return new Seen(
                    head.isEmpty() ? "" : head.split(" ")[1],
                    head.contains("Netchestra-Outcome: unknown") ? "unknown" : "",
                    record);
        }
    }

    /** The head of a reply, if one came before the end of the connection. */
    private static String reply(RawClient client) throws IOException {
        String all = client.readAllLeniently();
        return all.contains("\r\n\r\n") ? all.substring(0, all.indexOf("\r\n\r\n")) : "";
    }

    /** The same with and without splicing: what the client got, and what the record says but for numbers of bytes and names. */
    private static Seen same(RawServer.Script script, Client act, String... keys) throws Exception {
        List<Seen> seen = new ArrayList<>();
        for (String splice : List.of("splice=off", "splice=auto")) {
            String[] all = Arrays.copyOf(keys, keys.length + 1);
            all[keys.length] = splice;
            seen.add(run(script, act, all));
        }
        Seen copied = seen.get(0);
        Seen spliced = seen.get(1);
        assertThat(spliced.status()).isEqualTo(copied.status());
        assertThat(spliced.outcome()).isEqualTo(copied.outcome());
        assertThat(spliced.record().termination()).isEqualTo(copied.record().termination());
        assertThat(spliced.record().status()).isEqualTo(copied.record().status());
        assertThat(spliced.record().attempts()).isEqualTo(copied.record().attempts());
        assertThat(spliced.record().refusal()).isEqualTo(copied.record().refusal());
        return spliced;
    }

    private static byte[] part(int size) throws IOException {
        return Arrays.copyOf(Uploads.post(DECLARED), size);
    }

    private static void reading(RawServer.Connection c) throws IOException {
        c.in.skipNBytes(DECLARED);
    }

    @Test
    void shouldEndARequestWhoseClientGoes() throws Exception {
        int sent = 6 * MEGABYTE;
        byte[] part = part(sent);
        Client closing = client -> {
            client.socket.getOutputStream().write(part);
            client.socket.close();
        };
        Client resetting = client -> {
            client.socket.getOutputStream().write(part);
            client.socket.setSoLinger(true, 0);
            client.socket.close();
        };
        Client halfClosing = client -> {
            client.socket.getOutputStream().write(part);
            client.socket.shutdownOutput();
        };
        for (Client leaving : List.of(closing, halfClosing)) {
            Seen seen = same(SplicedRequestEndTest::reading, leaving);
            assertThat(seen.record().termination()).startsWith("C");
            assertThat(seen.record().in()).isEqualTo(sent);
        }
        assertThat(same(SplicedRequestEndTest::reading, resetting).record().termination())
                .startsWith("C");
    }

    @Test
    void shouldNotWaitForEverForTheClient() throws Exception {
        byte[] part = part(6 * MEGABYTE);
        Client stalling = client -> client.socket.getOutputStream().write(part);

        Seen late = same(SplicedRequestEndTest::reading, stalling, "timeout-data=1s");
        assertThat(late.record().in()).isEqualTo(part.length);
        assertThat(late.record().termination()).startsWith("c");
        Seen slow = same(SplicedRequestEndTest::reading, stalling, "min-body-rate=10000000", "min-body-grace=1s");
        assertThat(slow.status()).isEqualTo("408");
        assertThat(slow.record().refusal()).isEqualTo("body-too-slow");
        Seen whole = same(SplicedRequestEndTest::reading, stalling, "timeout-exchange=1s");
        assertThat(whole.record().refusal()).isEqualTo("outcome-unknown");
    }

    @Test
    void shouldNotWaitForEverForTheServer() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Seen seen = same(
                c -> {
                    c.readHead();
                    RawServer.await(over);
                },
                SplicedRequestEndTest::sendAll,
                "timeout-data=1s",
                "timeout-response=1s");
        over.countDown();

        assertThat(seen.record().termination()).startsWith("s");
    }

    private static void sendAll(RawClient client) throws Exception {
        Future<?> unused = Uploads.send(client, Uploads.post(DECLARED));
    }

    @Test
    void shouldSayThatTheOutcomeIsUnknownWhenTheServerDies() throws Exception {
        for (boolean abruptly : new boolean[] {true, false}) {
            Seen seen = same(
                    c -> {
                        c.in.skipNBytes(5 * MEGABYTE);
                        if (abruptly) {
                            c.reset();
                        }
                    },
                    SplicedRequestEndTest::sendAll);

            assertThat(seen.status()).isEqualTo("502");
            assertThat(seen.outcome()).isEqualTo("unknown");
            assertThat(seen.record().attempts()).isEqualTo(1);
        }
    }

    @Test
    void shouldPassOnAnAnswerThatComesBeforeTheBodyHas() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        RawServer.Script stopping = c -> {
            c.in.skipNBytes(5 * MEGABYTE);
            c.write("HTTP/1.1 413 Too much\r\nContent-Length: 6\r\n\r\nenough");
            RawServer.await(over);
        };
        RawServer.Script readingOn = c -> {
            c.in.skipNBytes(5 * MEGABYTE);
            c.write("HTTP/1.1 413 Too much\r\nContent-Length: 6\r\n\r\nenough");
            c.in.skipNBytes(DECLARED);
        };
        for (RawServer.Script answering : List.of(stopping, readingOn)) {
            Seen seen = same(answering, SplicedRequestEndTest::sendAll);

            assertThat(seen.status()).isEqualTo("413");
            assertThat(seen.record().status()).isEqualTo(413);
        }
        over.countDown();
    }

    @Test
    void shouldTakeTheRestOfABodyWhoseReplyHasBegun() throws Exception {
        int size = 24 * MEGABYTE;
        try (RawServer server = new RawServer(c -> {
                    c.in.skipNBytes(5 * MEGABYTE);
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
                    c.in.skipNBytes(size - 5 * MEGABYTE);
                    c.write("3\r\ndef\r\n0\r\n\r\n");
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            Future<?> sent = Uploads.send(client, Uploads.post(size));

            assertThat(client.read().body()).isEqualTo("abcdef");
            sent.get();
            assertThat(appliance.dispatcher.splicedBytes()).isPositive();
            assertThat(appliance.firstEnded().termination()).isEqualTo("--");
        }
    }
}
