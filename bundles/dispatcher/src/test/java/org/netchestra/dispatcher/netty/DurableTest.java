package org.netchestra.dispatcher.netty;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a dispatcher knows of the one that died before it: a copy of its journal, taken while it ran, is what a death leaves. */
@SuppressWarnings("try") // some clients only have to be there
@ExtendWith(NoLeaks.class)
class DurableTest {

    @TempDir
    Path directory;

    /** Remembers every request and answers only when it may. */
    private static RawServer ledger(Queue<String> requests, AtomicBoolean answers) throws IOException {
        return new RawServer(c -> {
            for (String head = c.readHead(); head != null; head = c.readHead()) {
                int length = Integer.parseInt(head.split("Content-Length: ")[1].split("\r\n")[0]);
                String body = c.readBody(length);
                requests.add(head.split(" ")[1] + " " + body.hashCode());
                if (answers.get()) {
                    c.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                }
            }
        });
    }

    private static String put(String target, String body, String more) {
        return "PUT " + target + " HTTP/1.1\r\nHost: a\r\n" + more + "Content-Length: " + body.length() + "\r\n\r\n"
                + body;
    }

    private Path copyOfJournal() throws IOException {
        Path copy = directory.resolve("copy");
        Files.createDirectories(copy);
        try (Stream<Path> files = Files.list(directory.resolve("journal"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.copy(file, copy.resolve(file.getFileName()));
            }
        }
        return copy;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10_000, 100_000, 2_000_000})
    void shouldSendAgainWhatWasInFlightWhenTheDispatcherDied(int size) throws Exception {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        AtomicBoolean answers = new AtomicBoolean();
        String body = "b".repeat(size);
        try (RawServer server = ledger(requests, answers)) {
            Path left;
            try (Appliance first = new Appliance(
                            Files.createDirectory(directory.resolve("journal")), List.of(server), "journal=durable");
                    RawClient client = first.client()) {
                RawServer.daemon(() -> {
                    try {
                        client.write(put("/a", body, ""));
                    } catch (IOException seenBelow) {
                        // The ledger has the request or not.
                    }
                });
                Appliance.await("the request", () -> requests.size() == 1);
                left = copyOfJournal();
            }
            answers.set(true);
            try (Appliance second = new Appliance(left, List.of(server), "journal=durable")) {
                Appliance.await("the request again", () -> requests.size() == 2);
                Appliance.await("its record", () -> second.ended.size() == 1);
                assertThat(second.firstEnded().termination()).isEqualTo("--");
                assertThat(requests).containsExactly("/a " + body.hashCode(), "/a " + body.hashCode());
                assertThat(second.journal.journal.statistics().inFlight()).isZero();
            }
        }
    }

    @Test
    void shouldAnswerTheClientThatComesBackWithItsKey() throws Exception {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        AtomicBoolean answers = new AtomicBoolean(true);
        String keyed = put("/pay", "abc", "Idempotency-Key: k-1\r\n").replace("PUT", "POST");
        try (RawServer server = ledger(requests, answers)) {
            Path left;
            try (Appliance first = new Appliance(
                            Files.createDirectory(directory.resolve("journal")), List.of(server), "journal=durable");
                    RawClient client = first.client()) {
                client.write(keyed);
                assertThat(client.read().body()).isEqualTo("done");
                left = copyOfJournal();
            }
            try (Appliance second = new Appliance(left, List.of(server), "journal=durable");
                    RawClient client = second.client()) {
                client.write(keyed);
                assertThat(client.read().body()).isEqualTo("done");
            }
            assertThat(requests).hasSize(1);
        }
    }

    @Test
    void shouldNotSendAgainWhatWasConfirmedNorAPostThatMayBeApplied() throws Exception {
        Queue<String> requests = new ConcurrentLinkedQueue<>();
        AtomicBoolean answers = new AtomicBoolean(true);
        try (RawServer server = ledger(requests, answers)) {
            Path left;
            try (Appliance first = new Appliance(
                            Files.createDirectory(directory.resolve("journal")), List.of(server), "journal=durable");
                    RawClient client = first.client();
                    RawClient other = first.client()) {
                for (int i = 0; i < 5; i++) {
                    client.write(put("/" + i, "abc", ""));
                    assertThat(client.read().body()).isEqualTo("done");
                }
                answers.set(false);
                other.write(put("/p", "abc", "").replace("PUT", "POST"));
                Appliance.await("the POST", () -> requests.size() == 6);
                left = copyOfJournal();
            }
            answers.set(true);
            try (Appliance second = new Appliance(left, List.of(server), "journal=durable");
                    RawClient client = second.client()) {
                client.write(put("/after", "abc", ""));
                assertThat(client.read().body()).isEqualTo("done");
            }
            assertThat(requests).hasSize(7);
        }
    }
}
