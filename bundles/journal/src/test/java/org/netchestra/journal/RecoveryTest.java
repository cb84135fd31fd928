package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionStep.Turn;

/** The dispatcher dies, and another opens the journal that it left: the directory as it stood at that moment, copied. */
final class RecoveryTest {

    private static final JournalRules STRICT = EntryTest.durable(FailSafe.STRICT);
    private static final JournalRules PAPER = EntryTest.durable(FailSafe.PAPER);

    @TempDir
    Path directory;

    private final Workbench.HandClock clock = new Workbench.HandClock();
    private final List<String> lastServers = new ArrayList<>();
    private int deaths;

    @Test
    void shouldFindARequestInFlightWithAllThatIsNeededToSendItAgain() throws IOException {
        Workbench bench = open(directory);
        TestRequest request = new TestRequest("POST", "/pay").with("Idempotency-Key", "k");
        JournalEntry entry = bench.open(STRICT, request, new TestOwner());
        entry.append(bytes("first "));
        entry.append(bytes("second"));
        entry.whole();
        send(bench, entry, "s1");
        assertThat(entry.failed(FailureCause.RESET, true, 0).replays()).isTrue();
        send(bench, entry, "s2");

        Workbench next = open(afterDeath());
        assertThat(bench.journal.statistics().recovered()).isZero();
        assertThat(next.journal.statistics().recovered()).isEqualTo(1);
        assertThat(next.open(STRICT, request, new TestOwner()).earlier().kind())
                .as("a client that asks again meanwhile")
                .isEqualTo(EarlierOutcome.Kind.IN_PROGRESS);
        JournalEntry found = only(recovered(next, STRICT));
        assertThat(lastServers).containsExactly("s2");
        assertThat(found.id()).isEqualTo(entry.id());
        assertThat(found.attempts()).isEqualTo(2);
        assertThat(found.reader().head()).isEqualTo(request.head());
        assertThat(next.read(found.reader())).isEqualTo("first second".getBytes(StandardCharsets.US_ASCII));
        found.assigned("s3");
        found.sending();
        next.settle();
        found.sentAll();
        found.replyBegan();
        found.delivering(new ReplyFacts(201, List.of(), new StoredReply(201, bytes("h"), bytes("b"))));
        next.settle();
        found.confirmed(0);
        next.settle();
        assertThat(next.open(STRICT, request, new TestOwner()).earlier().reply().body())
                .isEqualTo(bytes("b"));

        Workbench last = open(afterDeath());
        assertThat(recovered(last, STRICT))
                .as("what was confirmed is not sent again")
                .isEmpty();
        assertThat(last.open(STRICT, request, new TestOwner()).earlier().reply().body())
                .as("nor forgotten")
                .isEqualTo(bytes("b"));
    }

    @Test
    void shouldNotSendAgainWhatNobodyCanAskAbout() throws IOException {
        Workbench bench = open(directory);
        JournalEntry post = bench.open(STRICT, new TestRequest("POST", "/"), new TestOwner());
        JournalEntry get = bench.open(STRICT, new TestRequest("GET", "/"), new TestOwner());
        JournalEntry put = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        JournalEntry partial = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        JournalEntry unsent = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        for (JournalEntry entry : List.of(post, get, put)) {
            entry.whole();
            send(bench, entry, "s1");
        }
        partial.append(bytes("half"));
        send(bench, partial, "s1");
        unsent.whole();

        Workbench next = open(afterDeath());
        assertThat(only(recovered(next, STRICT)).id()).isEqualTo(put.id());
        assertThat(next.events.messages()).anyMatch(m -> m.contains("4 request(s) in flight, 1 of them"));
        assertThat(next.journal.statistics().outcomesUnknown())
                .as("the POST and half a PUT")
                .isEqualTo(2);
    }

    @Test
    void shouldSendEverythingAgainInPaperMode() throws IOException {
        Workbench bench = open(directory);
        JournalEntry post = bench.open(PAPER, new TestRequest("POST", "/"), new TestOwner());
        post.whole();
        send(bench, post, "s1");
        assertThat(only(recovered(open(afterDeath()), PAPER)).id()).isEqualTo(post.id());
    }

    @Test
    void shouldFindALargeBodyInItsFile() throws IOException {
        Workbench bench = open(directory);
        byte[] body = new byte[500_000];
        new Random(3).nextBytes(body);
        JournalEntry entry = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        for (int at = 0; at < body.length; at += 50_000) {
            entry.append(ByteBuffer.wrap(body, at, 50_000));
        }
        JournalEntry half = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        half.append(ByteBuffer.wrap(body));
        entry.whole();
        send(bench, entry, "s1");
        send(bench, half, "s1");
        bench.settle();

        Workbench next = open(afterDeath());
        JournalEntry found = only(recovered(next, STRICT));
        assertThat(found.id()).isEqualTo(entry.id());
        assertThat(next.read(found.reader())).isEqualTo(body);
        found.abandoned(0);
        next.settle();
        try (Stream<Path> files = Files.list(current())) {
            assertThat(files.filter(SpillFile::isBody)).as("files of bodies").isEmpty();
        }
    }

    @Test
    void shouldNotTakeEntriesOfAnOrderlyStopForDead() throws IOException {
        Workbench bench = open(directory);
        JournalEntry put = bench.open(STRICT, new TestRequest("PUT", "/"), new TestOwner());
        put.whole();
        send(bench, put, "s1");
        bench.journal.close();
        bench.settle();
        put.sentAll();
        put.replyBegan();
        assertThat(put.delivering(ReplyFacts.of(200)))
                .as("it goes on without the journal")
                .isTrue();
        put.confirmed(0);
        bench.settle();
        assertThat(bench.journal.statistics().writeErrors()).isZero();
        assertThat(recovered(open(afterDeath()), STRICT)).isEmpty();
    }

    @Test
    void shouldKnowTheTransactionsThatWereOpen() throws IOException {
        JournalRules rules = new JournalRules(
                FailSafe.PAPER,
                true,
                List.of(),
                3,
                Duration.ofMinutes(1),
                1 << 20,
                20,
                10,
                new TransactionRules(
                        TransactionRules.Identification.NAMED_HEADER,
                        "X-Order",
                        List.of(),
                        false,
                        Duration.ofMinutes(5),
                        TransactionRules.Limits.DEFAULT));
        Workbench bench = open(directory);
        TestRequest request = new TestRequest("POST", "/").with("X-Order", "7");
        for (int i = 1; i <= 3; i++) {
            JournalEntry entry = bench.open(rules, request, new TestOwner());
            entry.whole();
            assertThat(entry.transaction().awaitTurn()).isEqualTo(Turn.NOW);
            send(bench, entry, "s1");
            if (i < 3) {
                entry.sentAll();
                entry.replyBegan();
                entry.delivering(ReplyFacts.of(200));
                bench.settle();
                entry.confirmed(0);
                bench.settle();
            }
        }
        Workbench next = open(afterDeath());
        JournalEntry found = only(recovered(next, rules));
        assertThat(found.transaction().step()).isEqualTo(3);
        assertThat(found.transaction().server()).isEqualTo("s1");
        JournalEntry waits = next.open(rules, request, new TestOwner());
        assertThat(waits.transaction().awaitTurn()).as("its order is kept").isEqualTo(Turn.LATER);
        assertThat(waits.transaction().number()).isEqualTo(found.transaction().number());
    }

    @Test
    void shouldForgetStoredRepliesAfterTheirTime() throws IOException {
        Workbench bench = open(directory);
        TestRequest request = new TestRequest("POST", "/pay").with("Idempotency-Key", "k");
        JournalEntry entry = bench.open(STRICT, request, new TestOwner());
        entry.whole();
        send(bench, entry, "s1");
        entry.sentAll();
        entry.replyBegan();
        entry.delivering(new ReplyFacts(201, List.of(), new StoredReply(201, bytes("h"), bytes("b"))));
        entry.confirmed(0);
        bench.settle();
        clock.millis += Duration.ofMinutes(11).toMillis();
        Workbench next = open(afterDeath());
        assertThat(next.open(STRICT, request, new TestOwner()).earlier()).isNull();
    }

    private Workbench open(Path where) throws IOException {
        return new Workbench(JournalSettings.in(where), clock);
    }

    private Path current() {
        return deaths == 0 ? directory : directory.resolveSibling("after-" + deaths + "-" + directory.getFileName());
    }

    /** The directory as it is now, under another name. */
    private Path afterDeath() throws IOException {
        Path before = current();
        deaths++;
        Path after = current();
        Files.createDirectories(after);
        try (Stream<Path> files = Files.list(before)) {
            for (Path file : files.toList()) {
                Files.copy(file, after.resolve(file.getFileName()));
            }
        }
        return after;
    }

    private List<JournalEntry> recovered(Workbench bench, JournalRules rules) {
        return bench.journal
                .forVirtualServer("shop", rules)
                .takeRecovered(
                        server -> {
                            lastServers.add(server);
                            return new TestOwner();
                        },
                        bench.nanos);
    }

    private static JournalEntry only(List<JournalEntry> entries) {
        assertThat(entries).hasSize(1);
        return entries.get(0);
    }

    private static void send(Workbench bench, JournalEntry entry, String server) {
        entry.assigned(server);
        entry.sending();
        bench.settle();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }
}
