package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Replies that parsers could read differently: refused or broken off, and nothing of them reaches another client. */
@ExtendWith(NoLeaks.class)
class HostileServerTest {

    private static final String STOLEN = "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nstolen";
    private static final String AFTER = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nafter";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2}) ");

    static List<AttackCase> written() throws IOException {
        return AttackCase.read("/attacks/replies.txt", "{S}", STOLEN);
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeAndKeepItFromOthers(AttackCase attack) throws Exception {
        judge(attack, attack.bytes().length());
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeByteByByte(AttackCase attack) throws Exception {
        judge(attack, 1);
    }

    private static void judge(AttackCase attack, int piece) throws Exception {
        boolean head = attack.expected().startsWith("HEAD ");
        String[] verdicts = (head ? attack.expected().substring(5) : attack.expected()).split("/");
        String expected = piece == 1 ? verdicts[verdicts.length - 1] : verdicts[0];
        boolean aborted = expected.equals("ABORT");
        try (RawServer server = new RawServer(connection -> serve(connection, attack.bytes(), piece));
                Appliance appliance = new Appliance(List.of(server), "max-attempts=1", "fail-safe=off");
                RawClient client = appliance.client()) {
            client.write((head ? "HEAD" : "GET") + " /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            String replies = readAll(client);
            assertThat(replies).doesNotContain("stolen");
            List<String> statuses = STATUS.matcher(replies)
                    .results()
                    .map(found -> found.group(1))
                    .toList();
            if (aborted) {
                // What was broken off before its head was sent shows as a connection that is closed.
                // The network may join what was sent in pieces.
                assertThat(statuses)
                        .as(attack + " -> " + replies)
                        .isIn(List.of(), List.of("200"), List.of(verdicts[0]));
                boolean joined = statuses.contains("502");
                assertThat(appliance.firstEnded().termination())
                        .as(attack.toString())
                        .startsWith(joined ? "PH" : "S");
                assertThat(replies).doesNotEndWith("0\r\n\r\n");
            } else {
                assertThat(statuses).as(attack + " -> " + replies).containsExactly(expected);
            }
            try (RawClient next = appliance.client()) {
                assertThat(next.get("/after").body()).isEqualTo("after");
            }
        }
    }

    /** A client whose reply is broken off may see a reset. */
    private static String readAll(RawClient client) {
        StringBuilder all = new StringBuilder();
        try {
            for (byte[] next = client.readBytes(1); next.length > 0; next = client.readBytes(1)) {
                all.append((char) (next[0] & 0xff));
            }
        } catch (IOException reset) {
            all.append("(reset)");
        }
        return all.toString();
    }

    private static void serve(RawServer.Connection connection, String hostile, int piece) throws IOException {
        connection.socket.setTcpNoDelay(true);
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            if (head.contains(" /after ")) {
                connection.write(AFTER);
            } else {
                for (int at = 0; at < hostile.length(); at += piece) {
                    connection.write(hostile.substring(at, at + piece));
                    LockSupport.parkNanos(20_000);
                }
                if (!hostile.contains("stolen")) {
                    return;
                }
            }
        }
    }

    /** A server whose reply was refused has no say any more in what becomes of the request, nor of the next one. */
    @Test
    void shouldHearNothingMoreOfAServerWhoseReplyWasMalformed() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        int requests = 40;
        try (RawServer bad = new RawServer(connection -> {
                    while (connection.readHead() != null) {
                        connection.write("HTTP/1.1 200 OK\r\nX Y: z\r\n\r\n");
                    }
                });
                RawServer good = new RawServer(connection -> {
                    while (connection.readHead() != null) {
                        asked.incrementAndGet();
                        RawServer.takeTime(5);
                        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ngood");
                    }
                });
                Appliance appliance = new Appliance(List.of(bad, good), "max-attempts=4", "replay-reserve=1000");
                RawClient client = appliance.client()) {
            for (int i = 0; i < requests; i++) {
                assertThat(client.get("/x").body()).isEqualTo("good");
            }
            Appliance.await("the records", () -> appliance.ended.size() == requests);
            assertThat(appliance.ended)
                    .allMatch(e -> e.termination().equals("--") && e.status() == 200 && e.attempts() <= 2);
            assertThat(appliance.ended).anyMatch(e -> e.attempts() == 2);
            assertThat(asked).hasValue(requests);
        }
    }

    @Test
    void shouldNotPassOnInterimRepliesWithoutEnd() throws Exception {
        try (RawServer server = new RawServer(connection -> {
                    connection.readHead();
                    for (int i = 0; i < 100_000; i++) {
                        connection.write("HTTP/1.1 102 Processing\r\n\r\n");
                    }
                });
                Appliance appliance = new Appliance(List.of(server), "fail-safe=off");
                RawClient client = appliance.client()) {
            client.write("GET /x HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

            assertThat(readAll(client)).contains("HTTP/1.1 502 ");
        }
    }
}
