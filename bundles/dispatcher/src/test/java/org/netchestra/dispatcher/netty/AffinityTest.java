package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.core.config.InvalidConfigurationException;

/** Requests that belong together, and the server they stay with. */
@SuppressWarnings("try") // some servers only have to be there
@ExtendWith(NoLeaks.class)
class AffinityTest {

    @Test
    void shouldKeepAClientWithItsServerByACookie() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=cookie name=SRV")) {
            Appliance appliance = servers.appliance;
            RawClient client = servers.client;
            RawClient.Reply first = client.get("/a");
            String cookie = first.field("Set-Cookie");
            assertThat(cookie).matches("SRV=[A-Za-z0-9_-]{22}; Path=/; HttpOnly; SameSite=Lax");
            assertThat(first.field("Cache-Control")).isEqualTo("private");
            String name = first.body().split(" ")[0];

            for (int i = 0; i < 4; i++) {
                RawClient.Reply next = get(client, "/b", "x=y; " + cookie.split(";")[0]);
                assertThat(next.body()).startsWith(name);
                assertThat(next.field("Set-Cookie")).isNull();
            }
            assertThat(get(client, "/c", "SRV=AAAAAAAAAAAAAAAAAAAAAA").field("Set-Cookie"))
                    .isNotNull();
            Appliance.await("the records", () -> appliance.ended.size() == 6);
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::affinity)
                    .containsExactly("NI", "VN", "VN", "VN", "VN", "NI");
        }
    }

    @Test
    void shouldWriteTheAttributesThatWereAskedFor() throws Exception {
        try (RawServer one = RawServer.echo("one");
                Appliance appliance = new Appliance(
                        List.of(one),
                        "affinity=cookie name=SRV path=/shop domain=shop.example max-age=1h same-site=none secure=always");
                RawClient client = appliance.client()) {
            assertThat(client.get("/a").field("Set-Cookie"))
                    .endsWith("; Path=/shop; Domain=shop.example; Max-Age=3600; HttpOnly; SameSite=None; Secure");
        }
    }

    @Test
    void shouldKeepADrainingServersClientsAndMoveThemWhenItIsGone() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=cookie name=SRV")) {
            Appliance appliance = servers.appliance;
            RawClient client = servers.client;
            RawClient.Reply first = client.get("/a");
            String cookie = first.field("Set-Cookie").split(";")[0];
            String name = first.body().split(" ")[0];

            servers.administer(first, AdminState.DRAIN);
            assertThat(get(client, "/b", cookie).body()).startsWith(name);
            assertThat(client.get("/new").body()).doesNotStartWith(name);

            servers.administer(first, AdminState.MAINT);
            RawClient.Reply moved = get(client, "/c", cookie);
            assertThat(moved.body()).doesNotStartWith(name);
            String newCookie = moved.field("Set-Cookie").split(";")[0];
            assertThat(newCookie).isNotEqualTo(cookie);

            servers.administer(first, AdminState.READY);
            assertThat(get(client, "/d", newCookie).body()).doesNotStartWith(name);
            Appliance.await("the records", () -> appliance.ended.size() == 5);
            assertThat(appliance.ended)
                    .extracting(Appliance.Ended::affinity)
                    .containsExactly("NI", "VN", "NI", "DI", "VN");
        }
    }

    @Test
    void shouldKnowAServerByWhatItIsAndNotByItsPlace() throws Exception {
        try (RawServer one = RawServer.echo("one");
                RawServer two = RawServer.echo("two");
                RawServer three = RawServer.echo("three");
                Appliance appliance = new Appliance(List.of(one), "affinity=cookie name=SRV");
                RawClient client = appliance.client()) {
            String cookie = client.get("/a").field("Set-Cookie").split(";")[0];

            String s1 = "s1=127.0.0.1:" + one.port();
            appliance.server.reconfigure(appliance.spec(
                    List.of(), "servers=s3=127.0.0.1:" + three.port() + ", s2=127.0.0.1:" + two.port() + ", " + s1));
            for (int i = 0; i < 4; i++) {
                assertThat(get(client, "/b", cookie).body()).startsWith("one");
            }
            appliance.server.reconfigure(appliance.spec(List.of(), "servers=s1=127.0.0.1:" + two.port()));
            assertThat(get(client, "/c", cookie).field("Set-Cookie")).isNotNull();
        }
    }

    @Test
    void shouldGoElsewhereWhenTheServerCannotBeReached() throws Exception {
        RawServer one = RawServer.echo("one");
        try (RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(List.of(one), "affinity=header name=X-User");
                RawClient client = appliance.client()) {
            assertThat(header(client, "X-User: ann").body()).startsWith("one");
            int port = one.port();
            appliance.server.reconfigure(
                    appliance.spec(List.of(), "servers=s1=127.0.0.1:" + port + ", s2=127.0.0.1:" + two.port()));
            one.close();

            for (int i = 0; i < 3; i++) {
                assertThat(header(client, "X-User: ann").body()).startsWith("two");
            }
            Appliance.await("the records", () -> appliance.ended.size() == 4);
            assertThat(appliance.ended).extracting(Appliance.Ended::attempts).endsWith(1, 1);
        }
    }

    @Test
    void shouldKeepTogetherWhatHasTheSameHeaderParameterOrSource() throws Exception {
        try (TwoServers servers = new TwoServers("affinity=header name=X-User")) {
            Appliance appliance = servers.appliance;
            RawClient client = servers.client;
            String ann = header(client, "X-User: ann").body();
            String bob = header(client, "X-User: bob").body();
            assertThat(ann).isNotEqualTo(bob);
            for (int i = 0; i < 3; i++) {
                assertThat(header(client, "X-User: ann").body()).isEqualTo(ann);
                assertThat(header(client, "x-user: bob").body()).isEqualTo(bob);
            }
            appliance.server.reconfigure(appliance.spec(servers.both(), "affinity=parameter name=sid"));
            String sid = client.get("/?a=b&sid=7").body().split(" ")[0];
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/?sid=7").body()).startsWith(sid);
            }
            appliance.server.reconfigure(appliance.spec(servers.both(), "affinity=source"));
            String first = client.get("/").body();
            for (int i = 0; i < 3; i++) {
                try (RawClient again = appliance.client()) {
                    assertThat(again.get("/").body()).isEqualTo(first);
                }
            }
        }
    }

    @Test
    void shouldFollowSessionsByTheirSuffixAndLearnThoseWithoutOne() throws Exception {
        try (RawServer one = session("one");
                RawServer two = session("two");
                Appliance appliance = new Appliance(List.of(one, two), "affinity=session name=JSESSIONID");
                RawClient client = appliance.client()) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, "/", "JSESSIONID=abc.s2").body()).isEqualTo("two");
            }
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/cart;a=b;jsessionid=abc.s2?x").body()).isEqualTo("two");
                assertThat(client.get("/cart;jsessionid=abc.s1/list").body()).isEqualTo("one");
            }
            assertThat(get(client, "/cart;jsessionid=abc.s1", "JSESSIONID=abc.s2")
                            .body())
                    .isEqualTo("two");
            RawClient.Reply given = client.get("/login");
            String cookie = given.field("Set-Cookie").split(";")[0];
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, "/", cookie).body()).isEqualTo(given.body());
                assertThat(client.get("/;jsessionid=" + cookie.split("=")[1]).body())
                        .isEqualTo(given.body());
            }
        }
    }

    @Test
    void shouldWaitForTheServerThatARequestBelongsTo() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (RawServer one = new RawServer(c -> {
                    c.readHead();
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
                    for (String head = c.readHead(); head != null; head = c.readHead()) {
                        await(answer);
                        c.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none");
                    }
                });
                RawServer two = RawServer.echo("two");
                Appliance appliance = new Appliance(
                        List.of(),
                        "servers=s1=127.0.0.1:" + one.port() + " max-in-flight=1",
                        "affinity=header name=X-User");
                RawClient busy = appliance.client();
                RawClient waiting = appliance.client();
                RawClient other = appliance.client()) {
            assertThat(header(busy, "X-User: ann").body()).isEqualTo("one");
            appliance.server.reconfigure(appliance.spec(
                    List.of(), "servers=s1=127.0.0.1:" + one.port() + " max-in-flight=1, s2=127.0.0.1:" + two.port()));
            busy.write("GET / HTTP/1.1\r\nHost: a\r\nX-User: ann\r\n\r\n");
            Appliance.await("in flight", () -> inFlight(appliance) == 1);
            waiting.write("GET / HTTP/1.1\r\nHost: a\r\nX-User: ann\r\n\r\n");
            Appliance.await("waiting", () -> appliance.queued() == 1);

            assertThat(header(other, "X-User: bob").body()).isEqualTo("two /");
            assertThat(appliance.queued()).isEqualTo(1);
            answer.countDown();
            assertThat(busy.read().body()).isEqualTo("one");
            assertThat(waiting.read().body()).isEqualTo("one");
        }
    }

    @Test
    void shouldSayWhatIsWrong() throws Exception {
        try (RawServer one = RawServer.echo("one");
                Appliance appliance = new Appliance(List.of(one))) {
            assertRefused(appliance, one, "affinity=cokie name=X", "did you mean 'cookie'?");
            assertRefused(appliance, one, "affinity=cookie", "the name of a cookie");
            assertRefused(appliance, one, "affinity=cookie name=a;b", "a name without blanks and separators");
            assertRefused(appliance, one, "affinity=cookie name=a expire=3s", "expire: a known key");
            assertRefused(
                    appliance, one, "affinity=cookie name=a same-site=none secure=never", "secure=always with it");
            assertRefused(appliance, one, "affinity=source name=a", "name: a known key");
        }
    }

    private static void assertRefused(Appliance appliance, RawServer server, String key, String expected) {
        assertThatThrownBy(() -> appliance.spec(List.of(server), key))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining(expected);
    }

    private static long inFlight(Appliance appliance) {
        return appliance.conductor.status("test").servers().get(0).traffic().inFlight();
    }

    private static RawServer session(String name) throws java.io.IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                String cookie =
                        head.startsWith("GET /login") ? "Set-Cookie: JSESSIONID=id-" + name + "; Path=/\r\n" : "";
                connection.write("HTTP/1.1 200 OK\r\n" + cookie + "Content-Length: 3\r\n\r\n" + name);
            }
        });
    }

    private static RawClient.Reply get(RawClient client, String target, String cookie) throws java.io.IOException {
        return client.write("GET " + target + " HTTP/1.1\r\nHost: a\r\nCookie: " + cookie + "\r\n\r\n")
                .read();
    }

    private static RawClient.Reply header(RawClient client, String line) throws java.io.IOException {
        return client.write("GET / HTTP/1.1\r\nHost: a\r\n" + line + "\r\n\r\n").read();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
