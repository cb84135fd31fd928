package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.journal.JournalStatistics;

/** Requests that outlive the server they were sent to. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class FailSafeTest {

    private static final String POST = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    /** Reads requests and resets the connection. */
    private static RawServer dying(AtomicInteger requests) throws IOException {
        return new RawServer(c -> {
            if (c.readHead() != null) {
                requests.incrementAndGet();
                c.reset();
            }
        });
    }

    /** Counts requests and answers each with its body. */
    private static RawServer counting(AtomicInteger requests) throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                requests.incrementAndGet();
                int length = head.contains("Content-Length: ")
                        ? Integer.parseInt(head.split("Content-Length: ")[1].split("\r\n")[0])
                        : 0;
                String body = c.readBody(length);
                c.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    /** A client of two servers: the first dies of every request, the other answers. */
    private static final class Pair implements AutoCloseable {

        final AtomicInteger first = new AtomicInteger();
        final AtomicInteger second = new AtomicInteger();
        final Appliance appliance;
        final RawClient client;
        private final RawServer dying = dying(first);
        private final RawServer other = counting(second);

        Pair(String... keys) throws Exception {
            appliance = new Appliance(List.of(dying, other), keys);
            client = appliance.client();
        }

        RawClient.Reply ask(String request) throws IOException {
            client.write(request);
            return client.read();
        }

        @Override
        public void close() throws Exception {
            client.close();
            appliance.close();
            other.close();
            dying.close();
        }
    }

    @Test
    void shouldSayThatTheOutcomeOfAPostIsUnknownAndSendItNoSecondTime() throws Exception {
        try (Pair pair = new Pair()) {
            RawClient.Reply reply = pair.ask(POST);

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.field("Netchestra-Outcome")).isEqualTo("unknown");
            assertThat(pair.second).hasValue(0);
            assertThat(pair.appliance.firstEnded().termination()).isEqualTo("SH");
        }
    }

    @Test
    void shouldFinishAPostElsewhereAsThePaperHasItAndSaySo() throws Exception {
        try (Pair pair = new Pair("fail-safe=paper")) {
            RawClient.Reply reply = pair.ask(POST);

            assertThat(reply.body()).isEqualTo("abc");
            assertThat(reply.field("Netchestra-Replay")).isEqualTo("at-least-once");
            assertThat(pair.first).hasValue(1);
            assertThat(pair.second).hasValue(1);
            assertThat(pair.appliance.firstEnded().attempts()).isEqualTo(2);
        }
    }

    @Test
    void shouldSendNothingTwiceWhenItIsOff() throws Exception {
        try (Pair pair = new Pair("fail-safe=off")) {
            assertThat(pair.client.get("/").status()).isEqualTo(502);
            assertThat(pair.second).hasValue(0);
        }
    }

    @Test
    void shouldReplayAPostToADeclaredPath() throws Exception {
        try (Pair pair = new Pair("replayable=/p")) {
            RawClient.Reply reply = pair.ask(POST);

            assertThat(reply.body()).isEqualTo("abc");
            assertThat(reply.field("Netchestra-Replay")).isNull();
        }
    }

    @Test
    void shouldReplayAPostWithAKey() throws Exception {
        try (Pair pair = new Pair()) {
            assertThat(pair.ask(POST.replace("Host: a", "Host: a\r\nIdempotency-Key: k-2"))
                            .body())
                    .isEqualTo("abc");
        }
    }

    @Test
    void shouldGiveTheStoredReplyToAClientThatRepeatsItsKey() throws Exception {
        AtomicInteger requests = new AtomicInteger();
        try (RawServer server = counting(requests);
                Appliance appliance = new Appliance(List.of(server))) {
            String keyed = POST.replace("Host: a", "Host: a\r\nIdempotency-Key: k-1");
            for (int i = 0; i < 3; i++) {
                try (RawClient client = appliance.client()) {
                    client.write(keyed);
                    assertThat(client.read().body()).isEqualTo("abc");
                }
                int done = i + 1;
                Appliance.await("the record", () -> appliance.ended.size() == done);
            }
            assertThat(requests).hasValue(1);
            try (RawClient client = appliance.client()) {
                client.write(keyed.replace("/p", "/q"));
                assertThat(client.read().status()).isEqualTo(422);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 20_000, 70_000, 700_000, 1_300_000, 3_000_000})
    void shouldReplayABodyOfAnySize(int size) throws Exception {
        AtomicInteger second = new AtomicInteger();
        try (RawServer dying = new RawServer(c -> {
                    c.readHead();
                    c.readBody(size - size / 4);
                    c.reset();
                });
                RawServer other = counting(second);
                Appliance appliance = new Appliance(List.of(dying, other));
                RawClient client = appliance.client()) {
            StringBuilder body = new StringBuilder();
            while (body.length() < size) {
                body.append(body.length()).append(' ');
            }
            body.setLength(size);
            RawServer.daemon(() -> {
                try {
                    client.write("PUT / HTTP/1.1\r\nHost: a\r\nContent-Length: " + size + "\r\n\r\n" + body);
                } catch (IOException seenByTheReader) {
                    // The reader says what came of it.
                }
            });
            RawClient.Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo(body.toString());
            assertThat(second).hasValue(1);
        }
    }

    @Test
    void shouldKeepABodyOnlyWhileItMayBeSentAgain() throws Exception {
        int size = 3_000_000;
        try (RawServer server = Uploads.checking();
                Appliance appliance = new Appliance(List.of(server), "splice=off");
                RawClient client = appliance.client()) {
            Uploads.exchange(client, Uploads.post(size), size);
            Uploads.exchange(client, Uploads.request("PUT", "/", size), size);

            Appliance.await("both records", () -> appliance.ended.size() == 2);
            JournalStatistics journal = appliance.journal.journal.statistics();
            assertThat(journal.passed()).isEqualTo(1);
            assertThat(journal.opened()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendALargePostToAnotherServerWhenNoConnectionCameAbout() throws Exception {
        int size = 3_000_000;
        try (RawServer gone = new RawServer(c -> {});
                RawServer server = Uploads.checking();
                Appliance appliance = new Appliance(List.of(gone, server))) {
            gone.close();
            for (int i = 0; i < 4; i++) {
                try (RawClient client = appliance.client()) {
                    Uploads.exchange(client, Uploads.post(size), size);
                }
            }
            Appliance.await("all records", () -> appliance.ended.size() == 4);
            assertThat(appliance.ended).anyMatch(e -> e.attempts() == 2);
        }
    }

    @Test
    void shouldDeliverTheLastRealAnswerWhenEveryServerSaysThatItFailed() throws Exception {
        try (RawServer one = answering(503, "one");
                RawServer two = answering(502, "two");
                Appliance appliance = new Appliance(List.of(one, two));
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.get("/");

            assertThat(reply.body()).isEqualTo("two");
            assertThat(reply.status()).isEqualTo(502);
            assertThat(appliance.firstEnded().attempts()).isEqualTo(2);
            assertThat(client.get("/").status()).isIn(502, 503);
        }
    }

    @Test
    void shouldAskAnotherServerWhenOneSaysThatItFailed() throws Exception {
        try (RawServer one = answering(503, "one");
                RawServer two = answering(200, "two");
                Appliance appliance = new Appliance(List.of(one, two));
                RawClient client = appliance.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").body()).isEqualTo("two");
            }
            client.write(POST);
            client.write(POST);
            // What must not be sent twice is answered with what there is.
            assertThat(List.of(client.read().body(), client.read().body())).containsExactlyInAnyOrder("one", "two");
        }
    }

    private static RawServer answering(int status, String body) throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                if (head.startsWith("POST")) {
                    c.readBody(3);
                }
                c.write("HTTP/1.1 " + status + " X\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    @Test
    void shouldAskAnotherServerWhenOneDoesNotAnswerInTime() throws Exception {
        try (RawServer silent = new RawServer(c -> {
                    c.readHead();
                    c.readHead();
                });
                RawServer other = RawServer.echo("other");
                Appliance appliance = new Appliance(List.of(silent, other), "replay-timeout=200ms");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("other /");
        }
    }

    @Test
    void shouldGiveTheLastServerAllTheTimeThereIs() throws Exception {
        try (RawServer slow = new RawServer(c -> {
                    c.readHead();
                    RawServer.takeTime(1500);
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nslow");
                });
                Appliance appliance = new Appliance(List.of(slow), "replay-timeout=100ms");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").body()).isEqualTo("slow");
        }
    }

    @Test
    void shouldNotCountStaleConnectionsAsAttempts() throws Exception {
        AtomicBoolean dead = new AtomicBoolean();
        RawServer.Script dying = c -> {
            for (String head = c.readHead(); head != null && !dead.get(); head = c.readHead()) {
                c.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
            c.reset();
        };
        try (RawServer one = new RawServer(dying);
                RawServer two = new RawServer(dying);
                RawServer other = RawServer.echo("other");
                Appliance appliance = new Appliance(List.of(one, two, other), "replay-reserve=1000000");
                RawClient client = appliance.client()) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.get("/" + i).status()).isEqualTo(200);
            }
            dead.set(true);
            for (int i = 0; i < 6; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("other /" + i);
            }
        }
    }

    @Test
    void shouldHideAServerThatDiesInTheMiddleOfItsReply() throws Exception {
        try (RawServer dying = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    c.reset();
                });
                RawServer other = RawServer.echo("other");
                Appliance appliance = new Appliance(List.of(dying, other), "confirm=whole");
                RawClient client = appliance.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("other /" + i);
            }
        }
    }

    @Test
    void shouldStreamAReplyThatIsTooLargeToBeConfirmedAsAWhole() throws Exception {
        String body = "x".repeat(10_000);
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + "3e8\r\n" + "x".repeat(1000)
                            + "\r\n");
                    for (int i = 0; i < 9; i++) {
                        c.write("3e8\r\n" + "x".repeat(1000) + "\r\n");
                    }
                    c.write("0\r\n\r\n");
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(server), "confirm=whole", "confirm-max-bytes=2k");
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.get("/");

            assertThat(reply.body()).isEqualTo(body);
            assertThat(reply.field("Netchestra-Confirm")).isEqualTo("head");
        }
    }
}
