package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What servers, limits and logs learn of a client that comes through trusted proxies. */
@ExtendWith(NoLeaks.class)
class ForwardingFieldsTest {

    private static final String CHAIN = "GET /x HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7\r\n"
            + "X-Request-Id: from-client\r\n\r\n";

    @Test
    void shouldBelieveNobodyByDefaultAndNameEveryRequest() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (RawServer server = recording(heads);
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.write(CHAIN).read();
            client.write(CHAIN).read();

            String first = heads.take();
            String second = heads.take();
            assertThat(first).contains("\r\nX-Forwarded-For: 127.0.0.1\r\n").doesNotContain("from-client", "6.6.6.6");
            assertThat(id(first)).matches("[0-9a-f]{28}").isNotEqualTo(id(second));
            Appliance.await("the records", () -> appliance.ended.size() == 2);
            assertThat(appliance.ended).extracting(Appliance.Ended::requestId).containsExactly(id(first), id(second));
            assertThat(appliance.ended.get(0).client()).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void shouldBelieveATrustedProxyForServersLimitsAndLogs() throws Exception {
        BlockingQueue<String> heads = new LinkedBlockingQueue<>();
        try (RawServer server = recording(heads);
                Appliance appliance = new Appliance(
                        List.of(server),
                        "trusted-proxies=127.0.0.0/8",
                        "forwarded=both",
                        "rate-limit=1/h burst=1",
                        "max-connections-per-source=1");
                RawClient proxy = appliance.client();
                RawClient sameProxy = appliance.client()) {
            assertThat(proxy.write(CHAIN).read().status()).isEqualTo(200);
            String head = heads.take();
            assertThat(head)
                    .contains("\r\nX-Forwarded-For: 6.6.6.6, 192.0.2.7, 127.0.0.1\r\n")
                    .contains("\r\nForwarded: for=127.0.0.1;proto=http;host=\"a\"\r\n");
            assertThat(id(head)).isEqualTo("from-client");
            assertThat(sameProxy.write(CHAIN).read().status()).isEqualTo(429);
            assertThat(sameProxy
                            .write(CHAIN.replace("192.0.2.7", "192.0.2.8"))
                            .read()
                            .status())
                    .isEqualTo(200);
            Appliance.await("the records", () -> appliance.ended.size() == 3);
            assertThat(appliance.ended).extracting(Appliance.Ended::client).contains("192.0.2.7", "192.0.2.8");
            assertThat(appliance.ended.get(0).requestId()).isEqualTo("from-client");
        }
    }

    @Test
    void shouldNotGiveANameThatBelongsToTheRequestBefore() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            client.get("/x");
            client.write("rubbish\r\n\r\n").read();

            Appliance.await("the records", () -> appliance.ended.size() == 2);
            assertThat(appliance.ended.get(1).requestId()).isEmpty();
        }
    }

    @Test
    void shouldEndCountedHopsHere() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server));
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.write("OPTIONS * HTTP/1.1\r\nHost: a\r\nMax-Forwards: 0\r\n\r\n")
                    .read();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.field("Allow")).contains("OPTIONS");
            assertThat(client.write("TRACE / HTTP/1.1\r\nHost: a\r\nCookie: secret\r\nMax-Forwards: 0\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(405);
            assertThat(server.connections).hasValue(0);
        }
    }

    private static RawServer recording(BlockingQueue<String> heads) throws java.io.IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                heads.add(head);
                connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    private static String id(String head) {
        return new RawClient.Reply(0, head, "").field("X-Request-Id");
    }
}
