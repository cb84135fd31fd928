package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the dispatcher's own answers say of a request: that it was not executed, or that nobody knows. */
@SuppressWarnings("try") // the servers only have to be there
@ExtendWith(NoLeaks.class)
class OutcomeTest {

    private static final String OUTCOME = "Netchestra-Outcome";
    private static final String POST = "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";

    private static int deadPort() throws Exception {
        try (RawServer gone = RawServer.echo("gone")) {
            return gone.port();
        }
    }

    @Test
    void shouldSayThatAPostThatReachedNobodyWasNotApplied() throws Exception {
        try (Appliance appliance = new Appliance(List.of(), "servers=s1=127.0.0.1:" + deadPort(), "server-wait=0s");
                RawClient client = appliance.client()) {
            client.write(POST);
            RawClient.Reply reply = client.read();

            assertThat(reply.status()).isIn(502, 503);
            assertThat(reply.field(OUTCOME)).isEqualTo("not-applied");
        }
    }

    @Test
    void shouldNotCallAPutUnappliedThatQueuesForItsSecondServer() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer dying = new RawServer(c -> {
                    if (c.readHead() != null) {
                        c.readBody(3);
                        c.reset();
                    }
                });
                RawServer busy = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        answers.acquireUninterruptibly();
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + dying.port() + ", s2=127.0.0.1:" + busy.port() + " max-in-flight=1",
                        "replay-reserve=1000000",
                        "timeout-queue=300ms");
                RawClient first = appliance.client();
                RawClient second = appliance.client()) {
            first.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("the busy server", () -> busy.connections.get() == 1);
            second.write(POST.replace("POST", "PUT"));
            RawClient.Reply reply = second.read();

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.field(OUTCOME)).isEqualTo("unknown");
            answers.release(2);
            assertThat(first.read().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatNobodyKnowsWhenTheWholeExchangeTookTooLong() throws Exception {
        try (RawServer silent = new RawServer(c -> {
                    c.readHead();
                    c.readHead();
                });
                Appliance appliance = new Appliance(List.of(silent), "timeout-exchange=300ms");
                RawClient posting = appliance.client();
                RawClient getting = appliance.client()) {
            posting.write(POST);
            RawClient.Reply reply = posting.read();
            RawClient.Reply harmless = getting.get("/");

            assertThat(reply.field(OUTCOME)).isEqualTo("unknown");
            assertThat(harmless.status()).isEqualTo(504);
            assertThat(harmless.field(OUTCOME)).isNull();
        }
    }

    @Test
    void shouldReplaceAServerThatDiesInASmallReplyUnlessToldNotTo() throws Exception {
        try (RawServer dying = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
                    c.reset();
                });
                RawServer other = RawServer.echo("other");
                Appliance usual = new Appliance(List.of(dying, other), "replay-reserve=1000000");
                Appliance told = new Appliance(List.of(dying), "confirm=head");
                RawClient client = usual.client();
                RawClient torn = told.client()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/" + i).body()).isEqualTo("other /" + i);
            }
            assertThatThrownBy(() -> torn.get("/")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void shouldMarkAReplyWhoseLengthIsMoreThanCanBeConfirmed() throws Exception {
        String body = "x".repeat(5_000);
        try (RawServer server = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        String sent = head.startsWith("GET /large") ? body : "small";
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: " + sent.length() + "\r\n\r\n" + sent);
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "confirm=whole", "confirm-max-bytes=2k");
                RawClient client = appliance.client()) {
            RawClient.Reply large = client.get("/large");

            assertThat(large.body()).isEqualTo(body);
            assertThat(large.field("Netchestra-Confirm")).isEqualTo("head");
            assertThat(client.get("/small").field("Netchestra-Confirm")).isNull();
            assertThat(appliance.journal.journal.statistics().unconfirmedReplies())
                    .isEqualTo(1);
        }
    }
}
