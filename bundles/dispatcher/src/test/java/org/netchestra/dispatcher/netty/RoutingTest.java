package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.core.config.InvalidConfigurationException;

/** Requests of one virtual server that go to several pools, or nowhere. */
@ExtendWith(NoLeaks.class)
class RoutingTest {

    private static final ChangeContext KIM = new ChangeContext("kim", "test", "");

    @Test
    void shouldSendRequestsToThePoolOfTheFirstRouteThatTakesThem() throws Exception {
        try (RawServer web = RawServer.echo("web");
                RawServer img = RawServer.echo("img");
                Appliance appliance = new Appliance(
                        List.of(web),
                        "pool.images.servers=i1=127.0.0.1:" + img.port(),
                        "route.10=path=/img/raw/ -> pool default",
                        "route.20=path=/img/ -> pool images strip=/img");
                RawClient client = appliance.client()) {
            assertThat(client.get("/img/a.png?b").body()).isEqualTo("img /a.png?b");
            assertThat(client.get("/img/raw/a").body()).isEqualTo("web /img/raw/a");
            assertThat(client.get("/other").body()).isEqualTo("web /other");

            Appliance.await("the records", () -> appliance.ended.size() == 3);
            assertThat(appliance.ended).extracting(Appliance.Ended::server).containsExactly("i1", "s1", "s1");
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::pool)
                    .containsExactly("test/images", "test", "test");
            assertThat(appliance.conductor.status("test/images").traffic().requests())
                    .isEqualTo(1);
            assertThat(appliance.conductor.status("test").traffic().requests()).isEqualTo(3);
            assertThat(appliance.conductor.traffic().requests()).isEqualTo(3);
            assertThat(appliance.conductor.status("test/images").traffic().inFlight())
                    .isZero();
        }
    }

    @Test
    void shouldAnswerByItselfAsConfigured() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(
                        List.of(server),
                        "route.1=path=/health -> reply 200 \"ok: \u00fc\"",
                        "route.2=host=old.example -> redirect 301 https://new.example{path}",
                        "route.3=path=/gone/ -> reply 410",
                        "route.4=path=/none -> reply 204");
                RawClient client = appliance.client()) {
            RawClient.Reply health = client.get("/health");
            assertThat(health.status()).isEqualTo(200);
            assertThat(health.field("Content-Type")).isEqualTo("text/plain; charset=utf-8");
            assertThat(health.body().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1))
                    .isEqualTo("ok: \u00fc".getBytes(java.nio.charset.StandardCharsets.UTF_8));
            RawClient.Reply moved = client.write("GET /a?b HTTP/1.1\r\nHost: old.example\r\n\r\n")
                    .read();
            assertThat(moved.status()).isEqualTo(301);
            assertThat(moved.field("Location")).isEqualTo("https://new.example/a?b");
            assertThat(client.get("/gone/x").status()).isEqualTo(410);
            assertThat(client.get("/none").head()).startsWith("HTTP/1.1 204 No Content\r\n");
            RawClient.Reply head =
                    client.write("HEAD /health HTTP/1.1\r\nHost: a\r\n\r\n").read(true);
            assertThat(head.field("Content-Length")).isEqualTo("6");
            assertThat(client.get("/x").body()).isEqualTo("s /x");
            Appliance.await("the records", () -> appliance.ended.size() == 6);
            assertThat(appliance.ended.get(0).termination()).isEqualTo("LR");
        }
    }

    @Test
    void shouldAnswerARequestWithABodyAndCloseBehindIt() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "route.1=method=POST -> reply 403 \"no\"");
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello")
                    .read();

            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void shouldRefusePathsThatServersResolveDifferently() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "route.1=path=/admin/ -> reply 403");
                RawClient client = appliance.client()) {
            assertThat(client.get("/x/../admin/").status()).isEqualTo(400);
            assertThat(client.get("//%61dmin/").status()).isEqualTo(403);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void shouldLetNoFieldSayAnotherMethodThanRoutesHaveJudged() throws Exception {
        List<String> heads = new CopyOnWriteArrayList<>();
        String override = "POST /x HTTP/1.1\r\nHost: a\r\nX-HTTP-Method-Override: DELETE\r\nX-HTTP-Method: DELETE\r\n"
                + "X-Method-Override: DELETE\r\nContent-Length: 0\r\n\r\n";
        try (RawServer server = new RawServer(connection -> {
                    for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                        heads.add(head);
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                Appliance judging = new Appliance(List.of(server), "route.1=method=DELETE -> reply 403");
                Appliance other = new Appliance(List.of(server), "route.1=path=/y -> reply 403")) {
            for (Appliance appliance : List.of(judging, other)) {
                try (RawClient client = appliance.client()) {
                    assertThat(client.write(override).read().status()).isEqualTo(200);
                }
            }
            assertThat(heads).hasSize(2);
            assertThat(heads.get(0)).doesNotContain("DELETE");
            assertThat(heads.get(1)).contains("X-HTTP-Method-Override: DELETE");
        }
    }

    @Test
    void shouldSaySorryWhileAPoolHasNoServer() throws Exception {
        try (RawServer server = RawServer.echo("s");
                RawServer sorry = RawServer.echo("sorry");
                Appliance appliance = new Appliance(List.of(server), "sorry=s9=127.0.0.1:" + sorry.port());
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").body()).isEqualTo("s /a");

            appliance.conductor.setAdminState("test", "s1", AdminState.MAINT, KIM);
            assertThat(client.get("/b").body()).isEqualTo("sorry /b");

            appliance.conductor.setAdminState("test", "s1", AdminState.READY, KIM);
            assertThat(client.get("/c").body()).isEqualTo("s /c");

            appliance.conductor.setAdminState("test", "s1", AdminState.MAINT, KIM);
            appliance.server.reconfigure(
                    appliance.spec(List.of(server), "sorry=reply 503 \"back at noon\" type=text/html"));
            RawClient.Reply reply = client.get("/d");
            assertThat(reply.status()).isEqualTo(503);
            assertThat(reply.body()).isEqualTo("back at noon");
            assertThat(reply.field("Retry-After")).isEqualTo("1");
        }
    }

    @Test
    void shouldSaySorryWhenTheLastServerCannotBeReached() throws Exception {
        RawServer gone = RawServer.echo("gone");
        try (RawServer sorry = RawServer.echo("sorry");
                Appliance appliance = new Appliance(List.of(gone), "sorry=s9=127.0.0.1:" + sorry.port());
                RawClient client = appliance.client()) {
            gone.close();

            assertThat(client.get("/a").body()).isEqualTo("sorry /a");
            assertThat(appliance.firstEnded().pool()).isEqualTo("test/sorry");
        }
    }

    @Test
    void shouldChangeNothingWhenARouteIsWrong() throws Exception {
        try (RawServer web = RawServer.echo("web");
                RawServer img = RawServer.echo("img");
                Appliance appliance = new Appliance(
                        List.of(web),
                        "pool.images.servers=i1=127.0.0.1:" + img.port(),
                        "route.1=path=/img/ -> pool images");
                RawClient client = appliance.client()) {
            assertThatThrownBy(() -> appliance.server.reconfigure(
                            appliance.spec(List.of(web), "route.2=path=/x -> pool imgaes")))
                    .isInstanceOf(InvalidConfigurationException.class)
                    .hasMessageContaining("did you mean 'images'?");

            assertThat(client.get("/img/a").body()).isEqualTo("img /img/a");
        }
    }

    @Test
    void shouldChangeRoutesAndPoolsWhileRequestsRunAndLoseNone() throws Exception {
        try (RawServer one = RawServer.echo("one");
                RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(List.of(one))) {
            AtomicBoolean stop = new AtomicBoolean();
            AtomicInteger ok = new AtomicInteger();
            List<Throwable> failures = new java.util.concurrent.CopyOnWriteArrayList<>();
            List<Thread> clients = List.of(
                    RawServer.daemon(() -> load(appliance, stop, ok, failures)),
                    RawServer.daemon(() -> load(appliance, stop, ok, failures)));
            for (int i = 0; i < 30; i++) {
                String pool = "p" + i % 3;
                appliance.server.reconfigure(appliance.specWithout(
                        List.of(one),
                        "pool." + pool + ".servers=t=127.0.0.1:" + two.port(),
                        "route.1=path=/x -> pool " + pool));
                int before = ok.get();
                Appliance.await("some requests", () -> ok.get() > before + 10 || !failures.isEmpty());
            }
            stop.set(true);
            for (Thread client : clients) {
                client.join();
            }
            assertThat(failures).isEmpty();
        }
    }

    private static void load(Appliance appliance, AtomicBoolean stop, AtomicInteger ok, List<Throwable> failures) {
        try (RawClient client = appliance.client()) {
            while (!stop.get()) {
                assertThat(client.get("/x").status()).isEqualTo(200);
                ok.incrementAndGet();
            }
        } catch (Exception | AssertionError failure) {
            failures.add(failure);
        }
    }
}
