package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Servers that answer before they have read the body: what is left of it is nobody's next request, neither here nor at the server
 * (the "0.CL" desynchronisation, with and without Expect).
 */
@ExtendWith(NoLeaks.class)
class EarlyAnswerTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<String> seen = new CopyOnWriteArrayList<>();

    /** Answers every head at once, and takes what comes behind it for the next one: as servers do that forget the body. */
    private RawServer hasty(String reply) throws IOException {
        return new RawServer(connection -> {
            for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                seen.add(head);
                String target = head.split(" ")[1];
                connection.write(
                        head.startsWith("POST")
                                ? reply
                                : "HTTP/1.1 200 OK\r\nContent-Length: " + target.length() + "\r\n\r\n" + target);
            }
        });
    }

    private static String post(String fields, String body) {
        return "POST /x HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n" + body;
    }

    private void judge(Appliance appliance, String attack) throws IOException {
        seen.clear();
        try (RawClient client = appliance.client()) {
            try {
                client.write(attack);
                client.write("GET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            } catch (IOException thrownOut) {
                // What the appliance said before is still to be read.
            }
            assertThat(client.readAllLeniently()).as(attack).doesNotContain("/smuggled");
        }
        for (int i = 0; i < 4; i++) {
            try (RawClient next = appliance.client()) {
                assertThat(next.get("/next" + i).body()).as(attack).isEqualTo("/next" + i);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 417 No\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 204 No Content\r\n\r\n"
            })
    void shouldNeverTakeTheRestOfABodyForARequest(String reply) throws Exception {
        String length = "Content-Length: " + SMUGGLED.length() + "\r\n";
        String longer = "Content-Length: " + (200_000 + SMUGGLED.length()) + "\r\n";
        String chunked = "Transfer-Encoding: chunked\r\n";
        String chunk = Integer.toHexString(SMUGGLED.length()) + "\r\n" + SMUGGLED + "\r\n";
        for (String keys : List.of("fail-safe=off", "fail-safe=strict")) {
            try (RawServer server = hasty(reply);
                    Appliance appliance = new Appliance(List.of(server), keys, "timeout-data=500ms")) {
                for (String fields : List.of("", "Expect: 100-continue\r\n")) {
                    judge(appliance, post(fields + longer, SMUGGLED));
                    judge(appliance, post(fields + longer, "x".repeat(100_000) + SMUGGLED));
                    judge(appliance, post(fields + chunked, chunk));
                }
                String expects = "Expect: 100-continue\r\n";
                judge(appliance, post(expects + length, SMUGGLED));
                judge(appliance, post(expects + chunked, chunk + "0\r\n\r\n"));
            }
        }
    }

    /** Nothing of a body goes to a server that has not asked for it. */
    @Test
    void shouldKeepABodyThatNobodyAskedFor() throws Exception {
        String length = "Content-Length: " + SMUGGLED.length() + "\r\n";
        try (RawServer server = hasty("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                Appliance appliance = new Appliance(List.of(server), "fail-safe=off");
                RawClient client = appliance.client()) {
            client.write(post("Expect: 100-continue\r\n" + length, ""));
            assertThat(client.read().status()).isEqualTo(200);
            client.write(SMUGGLED);
            assertThat(client.isEnded()).isTrue();
            assertThat(seen).hasSize(1);
        }
    }

    /** The refusal of an upgrade leaves a connection on which requests are judged as ever (WebSocket smuggling). */
    @Test
    void shouldJudgeWhatFollowsAnUpgradeThatWasRefused() throws Exception {
        String upgrade = "GET /x HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                + "Sec-WebSocket-Version: 1337\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n";
        try (RawServer server = new RawServer(connection -> {
                    for (String head = connection.readHead(); head != null; head = connection.readHead()) {
                        seen.add(head);
                        connection.write("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "route.1=path=/smuggled -> reply 403");
                RawClient client = appliance.client()) {
            client.write(upgrade + SMUGGLED);
            assertThat(client.read().status()).isEqualTo(426);
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(seen).hasSize(1);
        }
    }
}
