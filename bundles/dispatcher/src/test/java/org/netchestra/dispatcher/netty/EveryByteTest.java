package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A server that dies at every byte of a request and of a reply: the client gets a whole right answer, or is told that nobody knows. */
@SuppressWarnings("try") // the servers only have to be there
@ExtendWith(NoLeaks.class)
class EveryByteTest {

    private static final String LENGTH = "Content-Length: 26\r\n\r\nabcdefghijklmnopqrstuvwxyz";
    private static final String CHUNKED =
            "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\na\r\nabcdefghij\r\n10;e=1\r\nklmnopqrstuvwxyz\r\n0\r\nX-T: t\r\n\r\n";

    private static String framing(boolean chunked) {
        return chunked ? CHUNKED : LENGTH;
    }

    private static String request(String method, boolean chunked) {
        return method + " /x HTTP/1.1\r\nHost: a\r\n" + framing(chunked);
    }

    private static String reply(String name, boolean chunked) {
        return "HTTP/1.1 200 OK\r\nX-Name: " + name + "\r\n" + framing(chunked);
    }

    /** Reads a request's body to its end, of either framing; answers its length. */
    private static int readRequest(RawServer.Connection c, String head) throws IOException {
        if (head.contains("Content-Length")) {
            return c.readBody(26).length();
        }
        StringBuilder read = new StringBuilder();
        while (!read.toString().endsWith("\r\n\r\n")) {
            read.append(c.readBody(1));
        }
        return read.length();
    }

    private static RawServer good() throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                readRequest(c, head);
                c.write(reply("good", false));
            }
        });
    }

    @ParameterizedTest
    @CsvSource({
        "PUT, false, strict",
        "PUT, true, strict",
        "POST, false, strict",
        "POST, true, strict",
        "POST, true, paper"
    })
    void shouldSurviveAServerThatDiesAnywhereInTheRequest(String method, boolean chunked, String mode)
            throws Exception {
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        try (RawServer dying = new RawServer(c -> {
                    c.readBody(bytes.get());
                    deaths.incrementAndGet();
                    c.reset();
                });
                RawServer good = good();
                Appliance appliance =
                        new Appliance(List.of(dying, good), "fail-safe=" + mode, "replay-reserve=1000000")) {
            boolean mayRepeat = method.equals("PUT") || mode.equals("paper");
            int length = lengthAtServer(method, chunked);
            for (int k = 0; k <= length; k++) {
                bytes.set(k);
                for (int twice = 0; twice < 2; twice++) {
                    try (RawClient client = appliance.client()) {
                        client.write(request(method, chunked));
                        RawClient.Reply reply = client.read();
                        if (reply.status() == 200) {
                            assertThat(reply.body()).as("byte %d", k).isEqualTo("abcdefghijklmnopqrstuvwxyz");
                        } else {
                            assertThat(mayRepeat).as("byte %d: %s", k, reply).isFalse();
                            assertThat(reply.field("Netchestra-Outcome"))
                                    .as("byte %d", k)
                                    .isEqualTo("unknown");
                        }
                    }
                }
            }
            assertThat(deaths).hasValueGreaterThan(length - 10);
        }
    }

    /** How long the request is when it gets to a server. */
    private static int lengthAtServer(String method, boolean chunked) throws Exception {
        AtomicInteger length = new AtomicInteger();
        try (RawServer measuring = new RawServer(c -> {
                    String head = c.readHead();
                    length.set(head.length() + readRequest(c, head));
                    c.write(reply("measuring", false));
                });
                Appliance appliance = new Appliance(List.of(measuring));
                RawClient client = appliance.client()) {
            client.write(request(method, chunked));
            assertThat(client.read().status()).isEqualTo(200);
        }
        return length.get();
    }

    @ParameterizedTest
    @CsvSource({"PUT, false", "PUT, true", "POST, false", "POST, true"})
    void shouldHideAServerThatDiesAnywhereInItsReply(String method, boolean chunked) throws Exception {
        String reply = reply("dying", chunked);
        AtomicInteger bytes = new AtomicInteger();
        AtomicInteger deaths = new AtomicInteger();
        try (RawServer dying = new RawServer(c -> {
                    readRequest(c, c.readHead());
                    c.write(reply.substring(0, bytes.get()));
                    deaths.incrementAndGet();
                    c.reset();
                });
                RawServer good = good();
                Appliance appliance = new Appliance(List.of(dying, good), "confirm=whole", "replay-reserve=1000000")) {
            for (int k = 0; k < reply.length(); k++) {
                bytes.set(k);
                for (int twice = 0; twice < 2; twice++) {
                    try (RawClient client = appliance.client()) {
                        client.write(request(method, false));
                        RawClient.Reply got = client.read();
                        if (got.status() == 200) {
                            assertThat(got.field("X-Name")).as("byte %d", k).isEqualTo("good");
                            assertThat(got.body()).as("byte %d", k).isEqualTo("abcdefghijklmnopqrstuvwxyz");
                        } else {
                            assertThat(method).as("byte %d: %s", k, got).isEqualTo("POST");
                            assertThat(got.field("Netchestra-Outcome"))
                                    .as("byte %d", k)
                                    .isEqualTo("unknown");
                        }
                    }
                }
            }
            assertThat(deaths).hasValueGreaterThanOrEqualTo(reply.length() - 10);
        }
    }
}
