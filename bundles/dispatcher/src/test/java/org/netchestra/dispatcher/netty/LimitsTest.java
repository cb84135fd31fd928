package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.control.ChangeContext;

/** What clients get that ask for too much, and what servers are spared. */
@SuppressWarnings("try") // some clients leave early
@ExtendWith(NoLeaks.class)
class LimitsTest {

    @Test
    void shouldRefuseASourceThatSendsTooManyRequestsAndKeepItsConnection() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "rate-limit=6/m burst=2");
                RawClient client = appliance.client()) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            assertThat(client.get("/2").status()).isEqualTo(200);

            RawClient.Reply refused = client.get("/3");

            assertThat(refused.status()).isEqualTo(429);
            assertThat(refused.field("Retry-After")).isEqualTo("10");
            assertThat(refused.field("Connection")).isNull();
            assertThat(client.get("/4").status()).isEqualTo(429);
            assertThat(appliance.refusals()).containsEntry("rate-limited", 2L);
            Appliance.await("the records", () -> appliance.ended.size() == 4);
            assertThat(appliance.ended.get(2).termination()).isEqualTo("PR");
            assertThat(appliance.ended.get(2).refusal()).isEqualTo("rate-limited");

            appliance.server.reconfigure(appliance.spec(List.of(server), "rate-limit=off"));
            assertThat(client.get("/5").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldOnlyCountAndMarkInADryRun() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "rate-limit=1/h burst=1 dry-run=true");
                RawClient client = appliance.client()) {
            assertThat(client.get("/1").status()).isEqualTo(200);
            assertThat(client.get("/2").status()).isEqualTo(200);

            assertThat(appliance.refusals()).containsEntry("rate-limited-dry-run", 1L);
            Appliance.await("the records", () -> appliance.ended.size() == 2);
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::refusal)
                    .containsExactly(null, "rate-limited-dry-run");
        }
    }

    @Test
    void shouldCloseConnectionsOfASourceThatHasTooMany() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-connections-per-source=2");
                RawClient first = appliance.client();
                RawClient second = appliance.client()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            assertThat(second.get("/").status()).isEqualTo(200);
            try (RawClient third = appliance.client()) {
                assertThat(third.isEnded()).isTrue();
            }
            assertThat(appliance.refusals()).containsEntry("connections-per-source", 1L);

            first.close();
            Appliance.await(
                    "the connection's end",
                    () -> appliance.server.handle().connections().get() == 1);
            assertThat(appliance.client().get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void shouldLetRequestsWaitForABusyServerInTheirOrder() throws Exception {
        Semaphore answers = new Semaphore(0);
        AtomicInteger most = new AtomicInteger();
        AtomicInteger now = new AtomicInteger();
        List<String> served = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (RawServer server = gated(answers, now, most, served);
                Appliance appliance =
                        new Appliance(List.of(), "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=1")) {
            List<RawClient> clients = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                RawClient client = appliance.client();
                clients.add(client);
                client.write("GET /" + i + " HTTP/1.1\r\nHost: a\r\n\r\n");
                int waiting = i;
                Appliance.await("its turn", () -> appliance.queued() == waiting && now.get() == 1);
            }
            answers.release(6);
            for (RawClient client : clients) {
                assertThat(client.read().status()).isEqualTo(200);
                client.close();
            }
            assertThat(served).containsExactly("/0", "/1", "/2", "/3", "/4", "/5");
            assertThat(most).hasValue(1);
            Appliance.await("the records", () -> appliance.ended.size() == 6);
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::queueNanos)
                    .filteredOn(n -> n > 0)
                    .hasSize(5);
            assertThat(appliance.queued()).isZero();
        }
    }

    @Test
    void shouldRefuseWhenTooManyWaitAndWhenOneWaitsTooLong() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer server = gated(answers, new AtomicInteger(), new AtomicInteger(), new ArrayList<>());
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=1",
                        "max-queue=1",
                        "timeout-queue=500ms");
                RawClient busy = appliance.client();
                RawClient waiting = appliance.client();
                RawClient refused = appliance.client()) {
            busy.write("GET /0 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("in flight", () -> server.connections.get() == 1);
            waiting.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 1);

            RawClient.Reply full = refused.get("/2");

            assertThat(full.status()).isEqualTo(503);
            assertThat(full.body()).contains("waiting");
            RawClient.Reply late = waiting.read();
            assertThat(late.status()).isEqualTo(503);
            assertThat(late.field("Retry-After")).isNotNull();
            answers.release();
            assertThat(busy.read().status()).isEqualTo(200);
            assertThat(appliance.refusals()).containsEntry("queue-full", 1L).containsEntry("queue-timeout", 1L);
            Appliance.await("the records", () -> appliance.ended.size() == 3);
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::termination)
                    .containsExactlyInAnyOrder("PR", "sQ", "--");
        }
    }

    @Test
    void shouldGiveThePlaceOfAClientThatLeftToTheNext() throws Exception {
        Semaphore answers = new Semaphore(0);
        try (RawServer server = gated(answers, new AtomicInteger(), new AtomicInteger(), new ArrayList<>());
                Appliance appliance =
                        new Appliance(List.of(), "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=1");
                RawClient busy = appliance.client();
                RawClient leaving = appliance.client();
                RawClient staying = appliance.client()) {
            busy.write("GET /0 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("in flight", () -> server.connections.get() == 1);
            leaving.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 1);
            staying.write("POST /2 HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 2);

            leaving.socket.setSoLinger(true, 0);
            leaving.close();
            Appliance.await("leaving", () -> appliance.queued() == 1);
            assertThat(appliance.firstEnded().termination()).isEqualTo("CQ");
            answers.release(2);

            assertThat(busy.read().status()).isEqualTo(200);
            assertThat(staying.read().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldCallThoseWhoWaitWhenAServerComesOrMayHaveMore() throws Exception {
        Semaphore answers = new Semaphore(0);
        AtomicInteger now = new AtomicInteger();
        try (RawServer server = gated(answers, now, new AtomicInteger(), new ArrayList<>());
                RawServer other = RawServer.echo("other");
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=1, s2=127.0.0.1:" + other.port());
                RawClient busy = appliance.client();
                RawClient first = appliance.client();
                RawClient second = appliance.client()) {
            ChangeContext kim = new ChangeContext("kim", "test", "");
            appliance.conductor.setAdminState("test", "s2", AdminState.DRAIN, kim);
            busy.write("GET /0 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("in flight", () -> now.get() == 1);
            first.write("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 1);

            appliance.conductor.setAdminState("test", "s2", AdminState.READY, kim);
            assertThat(first.read().body()).isEqualTo("other /1");

            appliance.conductor.setAdminState("test", "s2", AdminState.DRAIN, kim);
            second.write("GET /2 HTTP/1.1\r\nHost: a\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 1);
            appliance.server.reconfigure(appliance.spec(
                    List.of(),
                    "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=2, s2=127.0.0.1:" + other.port()));
            Appliance.await("in flight", () -> now.get() == 2);
            answers.release(2);
            assertThat(second.read().status()).isEqualTo(200);
        }
    }

    @Test
    void shouldNeverGiveAServerMoreThanItMayUnderLoad() throws Exception {
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Semaphore answers = new Semaphore(1_000_000);
        try (RawServer server = gated(answers, now, most, new java.util.concurrent.CopyOnWriteArrayList<>());
                Appliance appliance =
                        new Appliance(List.of(), "servers=s1=127.0.0.1:" + server.port() + " max-in-flight=2")) {
            CountDownLatch done = new CountDownLatch(16);
            List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
            for (int i = 0; i < 16; i++) {
                RawServer.daemon(() -> {
                    try (RawClient client = appliance.client()) {
                        for (int n = 0; n < 100; n++) {
                            assertThat(client.get("/" + n).status()).isEqualTo(200);
                        }
                    } catch (Exception | AssertionError failure) {
                        failures.add(failure);
                    } finally {
                        done.countDown();
                    }
                });
            }
            assertThat(done.await(60, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
            assertThat(failures).isEmpty();
            assertThat(most.get()).isLessThanOrEqualTo(2);
            assertThat(appliance.queued()).isZero();
        }
    }

    @Test
    void shouldEndAnExchangeThatTakesTooLongHoweverSteadilyItMoves() throws Exception {
        try (RawServer server = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
                    for (int i = 0; i < 1000; i++) {
                        c.write("x");
                        RawServer.takeTime(20);
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "timeout-exchange=700ms");
                RawClient client = appliance.client()) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");

            assertThat(client.readToEnd()).startsWith("HTTP/1.1 200").doesNotContain("x".repeat(900));
            assertThat(appliance.firstEnded().refusal()).isEqualTo("exchange-timeout");
            assertThat(appliance.refusals()).containsEntry("exchange-timeout", 1L);
        }
    }

    @Test
    void shouldRefuseABodyThatTricklesBeforeItHoldsAServer() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "min-body-rate=1k", "min-body-grace=300ms");
                RawClient client = appliance.client()) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10000\r\n\r\n");
            Thread trickle = RawServer.daemon(() -> {
                try {
                    for (int i = 0; i < 1000; i++) {
                        client.write("x");
                        RawServer.takeTime(20);
                    }
                } catch (java.io.IOException refused) {
                    // As it should be.
                }
            });

            RawClient.Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(408);
            assertThat(reply.body()).contains("request body too slow");
            assertThat(server.connections).hasValue(0);
            assertThat(appliance.firstEnded().termination()).isEqualTo("cR");
            assertThat(appliance.refusals()).containsEntry("body-too-slow", 1L);
            client.close();
            trickle.join();
        }
    }

    private static RawServer gated(Semaphore answers, AtomicInteger now, AtomicInteger most, List<String> served)
            throws java.io.IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                served.add(head.split(" ")[1]);
                answers.acquireUninterruptibly();
                now.decrementAndGet();
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }
}
