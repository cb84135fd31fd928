package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients are told when their requests are not passed on. */
@ExtendWith(NoLeaks.class)
class RefusalTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET / HTTP/1.1\\n\\n | 400",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\nhelloX\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\nHost: b\\r\\n\\r\\n | 400",
                "POST / HTTP/1.1\\r\\nHost: a\\r\\nContent-Length: 2000\\r\\n\\r\\n | 413",
                "GET / HTTP/1.1\\r\\nHost: a\\r\\nExpect: more\\r\\n\\r\\n | 417",
                "CONNECT a:1 HTTP/1.1\\r\\nHost: a:1\\r\\n\\r\\n | 501",
                "GET / HTTP/3.0\\r\\nHost: a\\r\\n\\r\\n | 505"
            })
    void shouldRefuseAndClose(String escaped, int status) throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-body-bytes=1000");
                RawClient client = appliance.client()) {
            RawClient.Reply reply = client.write(escaped.replace("\\r", "\r").replace("\\n", "\n"))
                    .read();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.field("Connection")).isEqualTo("close");
            assertThat(reply.body()).startsWith(status + " ");
            assertThat(client.isEnded()).isTrue();
            assertThat(server.connections).hasValue(0);
            assertThat(appliance.firstEnded().termination()).isEqualTo("PR");
            assertThat(appliance.conductor.status("test").traffic().replies4xx()
                            + appliance.conductor.status("test").traffic().replies5xx())
                    .isEqualTo(1);
        }
    }

    @Test
    void shouldKeepHeadLimits() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-head-bytes=2k", "max-target-bytes=1k")) {
            assertThat(status(appliance, "GET /" + "x".repeat(1100) + " HTTP/1.1\r\nHost: a\r\n\r\n"))
                    .isEqualTo(414);
            assertThat(status(appliance, "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(3000) + "\r\n\r\n"))
                    .isEqualTo(431);
            assertThat(status(appliance, "GET / HTTP/1.1\r\nHost: a\r\n" + "X: y\r\n".repeat(200) + "\r\n"))
                    .isEqualTo(431);
            assertThat(status(appliance, "GET /ok HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseALargeChunkedBodyAsSoonAsItIsTooLarge() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-body-bytes=1000")) {
            String chunk = "100\r\n" + "x".repeat(256) + "\r\n";

            assertThat(status(
                            appliance,
                            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk.repeat(5)))
                    .isEqualTo(413);
        }
    }

    @Test
    void shouldLetAClientThatStillSendsReadTheRefusal() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-body-bytes=1000");
                RawClient client = appliance.client()) {
            int length = 8 << 20;
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + length + "\r\n\r\n");
            client.socket.getOutputStream().write(new byte[length]);

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void shouldNotWaitForeverForAHead() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "timeout-request-head=200ms");
                RawClient client = appliance.client()) {
            assertThat(client.write("GET / HTTP/1.1\r\nHo").read().status()).isEqualTo(408);
            assertThat(appliance.firstEnded().termination()).isEqualTo("cR");
        }
    }

    @Test
    void shouldNotWaitForeverForABodyNorBotherAServerWithIt() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "timeout-data=300ms");
                RawClient client = appliance.client()) {
            client.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");

            assertThat(client.read().status()).isEqualTo(408);
            assertThat(server.connections).hasValue(0);
        }
    }

    @Test
    void shouldCloseAnIdleConnection() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "timeout-idle=200ms");
                RawClient client = appliance.client()) {
            assertThat(client.get("/").status()).isEqualTo(200);
            assertThat(client.isEnded()).isTrue();
            assertThat(appliance.ended).hasSize(1);
        }
    }

    @Test
    void shouldLimitConnections() throws Exception {
        try (RawServer server = RawServer.echo("s");
                Appliance appliance = new Appliance(List.of(server), "max-connections=1");
                RawClient first = appliance.client()) {
            assertThat(first.get("/").status()).isEqualTo(200);
            try (RawClient second = appliance.client()) {
                assertThat(second.isEnded()).isTrue();
            }
            assertThat(first.get("/").status()).isEqualTo(200);
        }
    }

    private static int status(Appliance appliance, String request) throws Exception {
        try (RawClient client = appliance.client()) {
            return client.write(request).read().status();
        }
    }

    /** A reply that waits for the end of a turn is none that the client takes its time for. */
    @Test
    void shouldLetAClientBeIdleForNoLongerThanIsSaidBehindASmallReply() throws Exception {
        try (RawServer server = RawServer.echo("a");
                Appliance appliance = new Appliance(List.of(server), "timeout-idle=4s");
                RawClient served = appliance.client()) {
            served.get("/");
            try (RawClient silent = appliance.client()) {
                assertThat(silent.isEnded()).isTrue();
            }
            // It has begun to be idle before the other one did.
            served.socket.setSoTimeout(2_000);
            assertThat(served.isEnded()).isTrue();
        }
    }
}
