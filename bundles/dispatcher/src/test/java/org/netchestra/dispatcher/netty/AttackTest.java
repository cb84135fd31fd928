package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests that two parsers could read differently: refused, or passed on in a form that leaves no doubt; in plain and over TLS. */
@ExtendWith(NoLeaks.class)
class AttackTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String AFTER = "GET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2}) ");

    @TempDir
    static Path directory;

    private static final List<String> SEEN = new CopyOnWriteArrayList<>();
    private static RawServer server;
    private static Appliance plain;
    private static Appliance encrypted;
    private static Pki pki;

    @BeforeAll
    static void start() throws Exception {
        pki = new Pki(directory);
        server = new RawServer(AttackTest::serve);
        plain = new Appliance(List.of(server));
        encrypted = new Appliance(
                List.of(server), "tls-certificates=" + pki.pem("a.pem", pki.issue("127.0.0.1")), "http2=false");
    }

    @AfterAll
    static void stop() throws Exception {
        plain.close();
        encrypted.close();
        server.close();
    }

    /** Reads as the framing says and in no other way, and tells what it saw. */
    private static void serve(RawServer.Connection connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            SEEN.add(head);
            Matcher length = Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n").matcher(head);
            if (length.find()) {
                connection.readBody(Integer.parseInt(length.group(1)));
            } else if (head.contains("\r\nTransfer-Encoding: chunked\r\n")) {
                readChunks(connection);
            }
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
        }
    }

    private static void readChunks(RawServer.Connection connection) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int size = -1; size != 0; ) {
            line.setLength(0);
            readLine(connection, line);
            size = Integer.parseInt(line.toString(), 16);
            connection.readBody(size);
            if (size > 0) {
                readLine(connection, line);
            }
        }
        do {
            line.setLength(0);
            readLine(connection, line);
        } while (!line.isEmpty());
    }

    private static void readLine(RawServer.Connection connection, StringBuilder line) throws IOException {
        for (int b = connection.in.read(); b != '\n'; b = connection.in.read()) {
            if (b < 0) {
                throw new IOException("end within a line");
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
    }

    static List<AttackCase> written() throws IOException {
        return AttackCase.read("/attacks/requests.txt", "{S}", SMUGGLED);
    }

    /** Every byte that does not belong there, at the beginning, inside and at the end of every part of a head. */
    static List<AttackCase> swept() {
        List<AttackCase> cases = new ArrayList<>();
        List<String> heads = List.of(
                "{}GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "G{}ET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET{} /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET {}/x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /{}x HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x{} HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x {}HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/{}1.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1{}.1\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1{}\r\nHost: a\r\n\r\n",
                "GET /x HTTP/1.1\r\n{}Host: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHo{}st: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost{}: a\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a{}b\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX-Y{}: z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: {}z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: y{}z\r\n\r\n",
                "GET /x HTTP/1.1\r\nHost: a\r\nX: y{}\r\n\r\n");
        int[] controls = IntStream.concat(IntStream.range(0, 0x20), IntStream.of(0x7f))
                .filter(b -> b != '\t')
                .toArray();
        for (String head : heads) {
            for (int control : controls) {
                // Only an empty line in front of a request is forgiven.
                cases.add(new AttackCase("400", head.replace("{}", String.valueOf((char) control))));
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeAloneAndOnAConnectionThatWasUsed(AttackCase attack) throws Exception {
        judge(attack, "", new Socket(InetAddress.getLoopbackAddress(), plain.server.port()));
        judge(
                attack,
                "GET /before HTTP/1.1\r\nHost: a\r\n\r\n",
                new Socket(InetAddress.getLoopbackAddress(), plain.server.port()));
    }

    @ParameterizedTest
    @MethodSource("written")
    void shouldJudgeOverTls(AttackCase attack) throws Exception {
        judge(
                attack,
                "",
                pki.client(null)
                        .getSocketFactory()
                        .createSocket(InetAddress.getLoopbackAddress(), encrypted.server.port()));
    }

    @ParameterizedTest
    @MethodSource("swept")
    void shouldRefuseControlCharactersEverywhere(AttackCase attack) throws Exception {
        judge(attack, "", new Socket(InetAddress.getLoopbackAddress(), plain.server.port()));
    }

    private static void judge(AttackCase attack, String before, Socket socket) throws IOException {
        SEEN.clear();
        List<Integer> expected = Stream.of(attack.expected().split(" "))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(ArrayList::new));
        try (RawClient client = new RawClient(socket)) {
            client.write(before + attack.bytes() + AFTER);
            String replies = client.readToEnd();
            if (!before.isEmpty()) {
                expected.add(0, 200);
            }
            assertThat(statuses(replies)).as(attack.toString()).isEqualTo(expected);
        }
        List<String> seen = List.copyOf(SEEN);
        long served = expected.stream().filter(status -> status == 200).count();
        assertThat(seen).as(attack.toString()).hasSize((int) served);
        assertThat(seen).as(attack.toString()).noneMatch(head -> head.contains("smuggled"));
        for (String head : seen) {
            assertSound(head, attack);
        }
    }

    private static List<Integer> statuses(String replies) {
        return STATUS.matcher(replies)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .collect(Collectors.toList());
    }

    /** What is passed on can be read in one way only. */
    private static void assertSound(String head, AttackCase attack) {
        String lower = head.toLowerCase(java.util.Locale.ROOT);
        assertThat(count(lower, "\r\nhost:")).as(attack + " -> " + head).isEqualTo(1);
        assertThat(count(lower, "\r\ncontent-length:") + count(lower, "\r\ntransfer-encoding:"))
                .as(attack + " -> " + head)
                .isLessThanOrEqualTo(1);
        assertThat(count(lower, "upgrade: h2c") + count(lower, "\r\nhttp2-settings:"))
                .as(attack + " -> " + head)
                .isZero();
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }
}
