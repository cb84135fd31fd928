package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.journal.TransactionStatus;

/** Several requests that must all succeed: the paper's SendRequest 1 to 5, with a server that dies under one of them. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class TransactionsTest {

    /** An application that keeps what it was told in memory, for each transaction, and answers with all of it. */
    private static final class Shop implements AutoCloseable {
        final List<String> seen = new CopyOnWriteArrayList<>();
        final Map<String, String> memory = new ConcurrentHashMap<>();
        final AtomicBoolean dying = new AtomicBoolean();
        final RawServer server;

        Shop() throws IOException {
            server = new RawServer(this::serve);
        }

        private void serve(RawServer.Connection c) throws IOException {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                String line = head.split("\r\n")[0].split(" ")[1];
                String transaction = field(head, "Netchestra-Transaction");
                seen.add(line + " " + field(head, "Netchestra-Step") + " " + field(head, "Netchestra-Attempt"));
                if (dying.get()) {
                    c.reset();
                    return;
                }
                String known = memory.merge(transaction, line, (old, more) -> old + more);
                boolean last = line.equals("/5");
                c.write("HTTP/1.1 200 OK\r\n" + (last ? "Netchestra-Transaction: end\r\n" : "") + "Content-Length: "
                        + known.length() + "\r\n\r\n" + known);
            }
        }

        static String field(String head, String name) {
            return head.contains(name + ": ") ? head.split(name + ": ")[1].split("\r\n")[0] : "";
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static RawClient.Reply step(RawClient client, int step, String cookie) throws IOException {
        client.write("PUT /" + step + " HTTP/1.1\r\nHost: a\r\n" + (cookie == null ? "" : "Cookie: " + cookie + "\r\n")
                + "Content-Length: 0\r\n\r\n");
        return client.read();
    }

    private static String cookie(RawClient.Reply reply) {
        return reply.field("Set-Cookie").split(";")[0];
    }

    /** Takes five steps; a server dies under the fourth. */
    private static List<String> fiveSteps(Appliance appliance, Shop one, Shop two) throws IOException {
        List<String> replies = new ArrayList<>();
        try (RawClient client = appliance.client()) {
            RawClient.Reply first = step(client, 1, null);
            String cookie = cookie(first);
            replies.add(first.body());
            for (int i = 2; i <= 5; i++) {
                if (i == 4) {
                    (one.seen.isEmpty() ? two : one).dying.set(true);
                }
                RawClient.Reply next = step(client, i, cookie);
                assertThat(next.status()).isEqualTo(200);
                replies.add(next.body());
            }
        }
        return replies;
    }

    @Test
    void shouldFinishATransactionOnAnotherServerFromTheFailedStepOn() throws Exception {
        try (Shop one = new Shop();
                Shop two = new Shop();
                Appliance appliance = new Appliance(List.of(one.server, two.server), "transaction=cookie")) {
            List<String> replies = fiveSteps(appliance, one, two);
            Shop failed = one.dying.get() ? one : two;
            Shop other = failed == one ? two : one;

            // A kept connection that is reset may be the connection's fault: the server is asked once more on a new
            // one.
            assertThat(failed.seen).containsExactly("/1 1 1", "/2 2 1", "/3 3 1", "/4 4 1", "/4 4 2");
            assertThat(other.seen).containsExactly("/4 4 3", "/5 5 1");
            assertThat(replies).containsExactly("/1", "/1/2", "/1/2/3", "/4", "/4/5");
            String now = failed == one ? "s2" : "s1";
            Appliance.await(
                    "the events",
                    () -> appliance.events.stream().anyMatch(e -> e.contains("Continuing Transaction 1 on " + now)));
            assertThat(appliance.events).anyMatch(e -> e.contains("Detecting Broken Transaction"));
            Appliance.await(
                    "the end", () -> appliance.journal.journal.transactions(10).isEmpty());
        }
    }

    @Test
    void shouldRebuildATransactionOnAnotherServer() throws Exception {
        try (Shop one = new Shop();
                Shop two = new Shop();
                Appliance appliance = new Appliance(
                        List.of(one.server, two.server), "transaction=cookie", "transaction-replay=all")) {
            List<String> replies = fiveSteps(appliance, one, two);
            Shop failed = one.dying.get() ? one : two;
            Shop other = failed == one ? two : one;

            assertThat(other.seen).containsExactly("/1 1 1", "/2 2 1", "/3 3 1", "/4 4 3", "/5 5 1");
            assertThat(replies).containsExactly("/1", "/1/2", "/1/2/3", "/1/2/3/4", "/1/2/3/4/5");
        }
    }

    @Test
    void shouldKeepOneStepInFlight() throws Exception {
        AtomicBoolean busy = new AtomicBoolean();
        AtomicBoolean twoAtOnce = new AtomicBoolean();
        try (RawServer server = new RawServer(c -> {
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        twoAtOnce.compareAndSet(false, !busy.compareAndSet(false, true));
                        RawServer.takeTime(100);
                        busy.set(false);
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                Appliance appliance =
                        new Appliance(List.of(server), "transaction=named-header", "transaction-name=X-Order");
                RawClient first = appliance.client();
                RawClient second = appliance.client();
                RawClient third = appliance.client()) {
            for (RawClient client : List.of(first, second, third)) {
                client.write("GET / HTTP/1.1\r\nHost: a\r\nX-Order: 7\r\n\r\n");
            }
            for (RawClient client : List.of(first, second, third)) {
                assertThat(client.read().status()).isEqualTo(200);
            }
            assertThat(twoAtOnce).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldObeyAnOperator(boolean abort) throws Exception {
        AtomicBoolean stuck = new AtomicBoolean(true);
        RawServer.Script script = c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                if (!stuck.getAndSet(false)) {
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                }
            }
        };
        try (RawServer one = new RawServer(script);
                RawServer two = new RawServer(script);
                Appliance appliance = new Appliance(List.of(one, two), "transaction=header");
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await(
                    "the step",
                    () -> appliance.journal.journal.transactions(1).stream()
                            .anyMatch(t -> t.inFlight() && t.attempts() == 1));
            Appliance.await("its server", () -> !stuck.get());
            TransactionStatus status = appliance.journal.journal.transactions(1).get(0);
            if (abort) {
                assertThat(appliance.journal.journal.abortTransaction(status.number()))
                        .isTrue();
                client.read();
                assertThat(appliance.journal.journal.transactions(1)).isEmpty();
            } else {
                assertThat(appliance.journal.journal.resendTransaction(status.number()))
                        .isTrue();
                assertThat(client.read().status()).isEqualTo(200);
            }
        }
    }
}
