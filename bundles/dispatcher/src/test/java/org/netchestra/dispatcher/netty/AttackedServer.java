package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A server that reads as the framing says and in no other way, and remembers what it saw; judges what became of attacks. */
final class AttackedServer implements AutoCloseable {

    static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String AFTER = "GET /after HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([2-5][0-9]{2}) ");
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: ([0-9]+)\r\n");

    /** Long enough for most pieces to be read one by one. */
    private static final long BETWEEN_PIECES_NANOS = 20_000;

    final RawServer server = new RawServer(this::serve);
    private final List<String> seen = new CopyOnWriteArrayList<>();

    AttackedServer() throws IOException {}

    /** The heads that came since the last judgement began. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private void serve(RawServer.Connection connection) throws IOException {
        for (String head = connection.readHead(); head != null; head = connection.readHead()) {
            seen.add(head);
            Matcher length = LENGTH.matcher(head);
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

    /**
     * Sends an attack with a request behind it, and compares what came back and what got through with its verdict.
     *
     * @param before a request that is sent in front of it, or nothing
     * @param cuts ascending positions in the attack where the client pauses, so that what is before is read alone
     */
    void judge(AttackCase attack, String before, RawClient connected, int... cuts) throws IOException {
        seen.clear();
        List<Integer> expected = Stream.of(attack.expected().split(" "))
                .map(Integer::valueOf)
                .collect(Collectors.toCollection(ArrayList::new));
        try (RawClient client = connected) {
            write(client, before + attack.bytes() + AFTER, before.length(), cuts);
            String replies = client.readToEnd();
            if (!before.isEmpty()) {
                expected.add(0, 200);
            }
            assertThat(statuses(replies)).as(attack.toString()).isEqualTo(expected);
        }
        long served = expected.stream().filter(status -> status == 200).count();
        assertThat(seen()).as(attack.toString()).hasSize((int) served);
        assertThat(seen()).as(attack.toString()).noneMatch(head -> head.contains("smuggled"));
        for (String head : seen()) {
            assertSound(head, attack);
        }
    }

    private static void write(RawClient client, String text, int offset, int... cuts) {
        int written = 0;
        try {
            for (int cut : cuts) {
                client.write(text.substring(written, offset + cut));
                written = offset + cut;
                LockSupport.parkNanos(BETWEEN_PIECES_NANOS);
            }
            client.write(text.substring(written));
        } catch (IOException thrownOut) {
            // What the appliance said before is still to be read.
        }
    }

    static List<Integer> statuses(String replies) {
        return STATUS.matcher(replies)
                .results()
                .map(result -> Integer.valueOf(result.group(1)))
                .toList();
    }

    /** What is passed on can be read in one way only. */
    private static void assertSound(String head, AttackCase attack) {
        assertThat(isAmbiguous(head)).as(attack + " -> " + head).isFalse();
    }

    /** Whether a head that a server got says twice where it goes or how long it is, or asks for another protocol. */
    static boolean isAmbiguous(String head) {
        String lower = head.toLowerCase(Locale.ROOT);
        return count(lower, "\r\nhost:") != 1
                || count(lower, "\r\ncontent-length:") + count(lower, "\r\ntransfer-encoding:") > 1
                || lower.contains("upgrade: h2c")
                || lower.contains("\r\nhttp2-settings:");
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
