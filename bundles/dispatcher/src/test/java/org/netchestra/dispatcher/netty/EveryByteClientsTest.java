package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A server that dies at every byte of its reply, on connections that had served before, under clients that pipeline or speak HTTP/2:
 * a whole right reply, or the word that nobody knows. Where replies are not confirmed as a whole, a torn one can be told from a whole
 * one.
 */
@SuppressWarnings("try") // the servers only have to be there
@ExtendWith(NoLeaks.class)
class EveryByteClientsTest {

    private static final String BODY = "abcdefghijklmnopqrstuvwxyz";
    private static final String LENGTH = "Content-Length: 26\r\n\r\n" + BODY;
    private static final String CHUNKED =
            "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\na\r\nabcdefghij\r\n10\r\nklmnopqrstuvwxyz\r\n0\r\nX-T: t\r\n\r\n";

    private static String reply(String name, boolean chunked) {
        return "HTTP/1.1 200 OK\r\nX-Name: " + name + "\r\n" + (chunked ? CHUNKED : LENGTH);
    }

    private static String request(String method) {
        return method + " /x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc";
    }

    private static boolean readRequest(RawServer.Connection c) throws IOException {
        String head = c.readHead();
        return head != null && c.readBody(3).length() == 3;
    }

    private static RawServer good() throws IOException {
        return new RawServer(c -> {
            while (readRequest(c)) {
                c.write(reply("good", false));
            }
        });
    }

    /** Serves some requests of a connection, and dies at a byte of the next reply. */
    private static RawServer dying(int served, boolean chunked, AtomicInteger bytes, AtomicInteger deaths)
            throws IOException {
        return new RawServer(c -> {
            for (int i = 0; i < served && readRequest(c); i++) {
                c.write(reply("dying", chunked));
            }
            if (readRequest(c)) {
                c.write(reply("dying", chunked).substring(0, bytes.get()));
                deaths.incrementAndGet();
                c.reset();
            }
        });
    }

    private static Appliance appliance(RawServer dying, RawServer good, String mode, String confirm, String h2c)
            throws Exception {
        return new Appliance(
                List.of(dying, good),
                "fail-safe=" + mode,
                "confirm=" + confirm,
                "h2c=" + h2c,
                "replay-reserve=1000000");
    }

    @ParameterizedTest
    @CsvSource({"PUT, true, strict", "POST, false, strict", "POST, true, paper"})
    void shouldGiveClientsThatPipelineWholeAnswersOverConnectionsInUse(String method, boolean chunked, String mode)
            throws Exception {
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        try (RawServer dying = dying(1, chunked, bytes, deaths);
                RawServer good = good();
                Appliance appliance = appliance(dying, good, mode, "whole", "false")) {
            boolean mayRepeat = method.equals("PUT") || mode.equals("paper");
            int length = reply("dying", chunked).length();
            for (int k = 0; k < length; k++) {
                bytes.set(k);
                try (RawClient client = appliance.client()) {
                    client.write(request(method).repeat(4));
                    for (int i = 0; i < 4; i++) {
                        check(k, client.read(), mayRepeat);
                    }
                }
            }
            assertThat(deaths).hasValueGreaterThan(length / 2);
        }
    }

    private static void check(int k, RawClient.Reply got, boolean mayRepeat) {
        if (got.status() == 200) {
            assertThat(got.body().replace("[X-T: t]", "")).as("byte %d", k).isEqualTo(BODY);
        } else {
            assertThat(mayRepeat).as("byte %d: %s", k, got).isFalse();
            assertThat(got.field("Netchestra-Outcome")).as("byte %d", k).isEqualTo("unknown");
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, true, strict", "POST, false, strict", "POST, true, paper"})
    void shouldGiveClientsOfHttp2WholeAnswers(String method, boolean chunked, String mode) throws Exception {
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        try (RawServer dying = dying(0, chunked, bytes, deaths);
                RawServer good = good();
                Appliance appliance = appliance(dying, good, mode, "whole", "true");
                FrameClient client = new FrameClient(appliance.server.port())) {
            boolean mayRepeat = method.equals("PUT") || mode.equals("paper");
            int length = reply("dying", chunked).length();
            for (int k = 0; k < length; k++) {
                bytes.set(k);
                for (int twice = 0; twice < 2; twice++) {
                    int stream = client.send(FrameClient.request(method, "/x", "content-length", "3"), false);
                    client.data(stream, "abc", true);
                    FrameClient.Answer answer = client.answer();
                    assertThat(answer.reset()).as("byte %d", k).isNull();
                    if (answer.status().equals("200")) {
                        assertThat(answer.body()).as("byte %d", k).isEqualTo(BODY);
                    } else {
                        assertThat(mayRepeat).as("byte %d: %s", k, answer).isFalse();
                        assertThat(answer.headers().get("netchestra-outcome"))
                                .as("byte %d", k)
                                .hasToString("unknown");
                    }
                }
            }
            assertThat(deaths).hasValueGreaterThan(length / 2);
        }
    }

    @ParameterizedTest
    @CsvSource({"PUT, true", "PUT, false", "POST, true", "POST, false"})
    void shouldLetATornReplyBeToldFromAWholeOneWhereNothingIsHeld(String method, boolean chunked) throws Exception {
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        try (RawServer dying = dying(0, chunked, bytes, deaths);
                RawServer good = good();
                Appliance appliance = appliance(dying, good, "strict", "head", "false")) {
            int length = reply("dying", chunked).length();
            int torn = 0;
            for (int k = 0; k < length; k++) {
                bytes.set(k);
                for (int twice = 0; twice < 2; twice++) {
                    torn += isTorn(appliance, method, k) ? 1 : 0;
                }
            }
            assertThat(deaths).hasValueGreaterThan(length / 2);
            assertThat(torn).isBetween(10, length);
        }
    }

    private static boolean isTorn(Appliance appliance, String method, int k) throws IOException {
        try (RawClient client = appliance.client()) {
            client.write(request(method));
            try {
                check(k, client.read(), method.equals("PUT"));
                return false;
            } catch (IOException torn) {
                return true;
            }
        }
    }
}
