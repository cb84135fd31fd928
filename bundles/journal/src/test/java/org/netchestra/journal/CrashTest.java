package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.StoredReply;

/**
 * Kill -9 at random moments, again and again, on the same chain of directories: small segments that roll, are reclaimed and
 * compacted; files cut anywhere within what was being written. What a model says was acknowledged must be found, and what was
 * confirmed must not come back.
 */
final class CrashTest {

    private static final JournalRules RULES = EntryTest.durable(FailSafe.STRICT);
    private static final int LIVES = 40;
    private static final int MOVES = 400;

    @TempDir
    Path directory;

    private final Workbench.HandClock clock = new Workbench.HandClock();
    private long counter;

    /** An exchange as the model knows it. */
    private static final class Known {
        private final TestRequest request;
        private final String key;
        private final byte[] body;
        private final TestOwner owner = new TestOwner();
        private JournalEntry entry;
        private int appended;
        private boolean whole;
        private int barriers;
        private boolean delivering;
        private boolean deliveringStored;
        private boolean ended;
        private long deliveredMillis;
        private boolean freeAtDeath;

        Known(TestRequest request, String key, byte[] body) {
            this.request = request;
            this.key = key;
            this.body = body;
        }

        /** Whether everything it waited for is stored. */
        private boolean free() {
            return owner.stored.get() == barriers;
        }
    }

    @Test
    void shouldFindWhatWasAcknowledgedAndNothingThatWasConfirmed() throws IOException {
        run(20_261_121, 16 << 20, true);
    }

    @Test
    void shouldFindRequestsInALogThatIsCompactedAllTheTime() throws IOException {
        run(4_712, 24 << 10, false);
    }

    /**
     * @param logBytes bound of the log: a small one gives replies up
     */
    private void run(long seed, long logBytes, boolean keepsReplies) throws IOException {
        Random random = new Random(seed);
        Map<String, Known> inFlight = new HashMap<>();
        Map<String, Known> answered = new HashMap<>();
        Path where = directory.resolve(seed + "-life-0");
        int found = 0;
        int repliesFound = 0;
        int torn = 0;
        for (int life = 0; life < LIVES; life++) {
            Workbench bench = new Workbench(settings(where, logBytes), clock);
            found += takeOver(bench, inFlight, "life " + life);
            repliesFound += keepsReplies ? checkReplies(bench, answered, "life " + life) : 0;
            torn += (int) bench.journal.statistics().tornRecords();
            for (int i = 0; i < MOVES; i++) {
                move(bench, random, inFlight, answered);
            }
            inFlight.values().forEach(k -> k.freeAtDeath = k.free());
            Path before = copy(where, directory.resolve(seed + "-before-" + life));
            bench.disk.run();
            where = cut(before, where, directory.resolve(seed + "-life-" + (life + 1)), random);
        }
        System.out.println("seed " + seed + ", " + LIVES + " deaths: " + found + " requests found in flight, "
                + repliesFound + " replies found, " + torn + " torn records");
        assertThat(found).isGreaterThan(LIVES);
        assertThat(repliesFound).isGreaterThanOrEqualTo(keepsReplies ? LIVES : 0);
        assertThat(torn).as("files were cut within records").isPositive();
    }

    private static JournalSettings settings(Path where, long logBytes) {
        return new JournalSettings(
                where,
                1 << 20,
                4 << 20,
                logBytes,
                4 << 10,
                Duration.ofSeconds(60),
                1 << 20,
                Fsync.OFF,
                Duration.ofSeconds(20),
                1 << 20);
    }

    /** Every request in flight that was acknowledged is there, whole; then all of them are ended, or go on. */
    private int takeOver(Workbench bench, Map<String, Known> inFlight, String life) {
        Map<Long, JournalEntry> recovered = new HashMap<>();
        bench.journal
                .forVirtualServer("shop", RULES)
                .takeRecovered(server -> new TestOwner(), bench.nanos)
                .forEach(e -> recovered.put(e.id(), e));
        int found = 0;
        for (Known known : new ArrayList<>(inFlight.values())) {
            JournalEntry entry = recovered.remove(known.entry.id());
            boolean sent = known.barriers > 0 && known.freeAtDeath;
            boolean must = sent && known.whole && !known.delivering && !known.ended;
            boolean mustNot = known.deliveringStored || !known.whole;
            assertThat(entry != null || !must)
                    .as("%s: %s is found", life, known.key)
                    .isTrue();
            assertThat(entry == null || !mustNot)
                    .as("%s: %s does not come back", life, known.key)
                    .isTrue();
            if (entry != null) {
                found++;
                assertThat(bench.read(entry.reader())).as(known.key).isEqualTo(known.body);
                assertThat(entry.reader().head()).isEqualTo(known.request.head());
                entry.abandoned(bench.nanos);
            }
            inFlight.remove(known.key);
        }
        assertThat(recovered).as("%s: nothing comes back that was over", life).isEmpty();
        bench.settle();
        return found;
    }

    private int checkReplies(Workbench bench, Map<String, Known> answered, String life) {
        int found = 0;
        for (Known known : new ArrayList<>(answered.values())) {
            boolean fresh = known.deliveredMillis + Duration.ofSeconds(19).toMillis() > clock.millis;
            if (!fresh) {
                answered.remove(known.key);
                continue;
            }
            EarlierOutcome earlier =
                    bench.open(RULES, known.request, new TestOwner()).earlier();
            assertThat(earlier).as("%s: reply of %s", life, known.key).isNotNull();
            assertThat(earlier.kind()).isEqualTo(EarlierOutcome.Kind.STORED);
            assertThat(earlier.reply().body()).isEqualTo(ByteBuffer.wrap(known.body));
            found++;
        }
        return found;
    }

    private void move(Workbench bench, Random random, Map<String, Known> inFlight, Map<String, Known> answered) {
        clock.millis += random.nextInt(50);
        switch (random.nextInt(12)) {
            case 0, 1 -> open(bench, random, inFlight);
            case 2 -> bench.disk.run();
            case 3 -> bench.journal.tick();
            default -> {
                if (!inFlight.isEmpty()) {
                    List<Known> all = new ArrayList<>(inFlight.values());
                    goOn(all.get(random.nextInt(all.size())), random, bench, inFlight, answered);
                }
            }
        }
    }

    private void open(Workbench bench, Random random, Map<String, Known> inFlight) {
        String key = "k" + counter++;
        byte[] body = new byte[random.nextInt(8) == 0 ? 70_000 + random.nextInt(30_000) : random.nextInt(600)];
        random.nextBytes(body);
        Known known = new Known(new TestRequest("POST", "/").with("Idempotency-Key", key), key, body);
        known.entry = bench.open(RULES, known.request, known.owner);
        inFlight.put(key, known);
    }

    private void goOn(
            Known k, Random random, Workbench bench, Map<String, Known> inFlight, Map<String, Known> answered) {
        acknowledge(k, answered);
        if (k.appended < k.body.length && random.nextBoolean()) {
            int size = Math.min(k.body.length - k.appended, 1 + random.nextInt(40_000));
            k.entry.append(ByteBuffer.wrap(k.body, k.appended, size));
            k.appended += size;
        } else if (k.appended == k.body.length && !k.whole) {
            k.whole = true;
            k.barriers += k.entry.whole() ? 0 : 1;
        } else if (k.free()) {
            advance(k, random, bench, inFlight);
        }
    }

    private void advance(Known k, Random random, Workbench bench, Map<String, Known> inFlight) {
        switch (k.entry.state()) {
            case RECEIVED -> {
                k.entry.assigned("s" + random.nextInt(3));
                k.barriers += k.entry.sending() ? 0 : 1;
            }
            case SENDING -> {
                if (k.whole) {
                    k.entry.sentAll();
                    k.entry.replyBegan();
                }
            }
            case BUFFERING -> {
                k.delivering = true;
                StoredReply reply = new StoredReply(200, ByteBuffer.allocate(3), ByteBuffer.wrap(k.body));
                k.barriers += k.entry.delivering(new ReplyFacts(200, List.of(), reply)) ? 0 : 1;
                k.deliveredMillis = clock.millis;
            }
            case DELIVERING -> {
                k.ended = true;
                k.entry.confirmed(bench.nanos);
                inFlight.remove(k.key);
            }
            default -> throw new AssertionError(k.entry.state());
        }
    }

    /** Notes what the journal says is stored. */
    private static void acknowledge(Known k, Map<String, Known> answered) {
        if (k.free() && k.barriers > 0) {
            if (k.delivering && !k.deliveringStored) {
                k.deliveringStored = true;
                if (k.body.length < 1000) {
                    answered.put(k.key, k);
                }
            }
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }

    /**
     * What a death in the middle of the last writes leaves: each file ends somewhere in what was being added to it, and no
     * file is gone yet, because files go after what replaces them is written. Or everything was done.
     */
    private static Path cut(Path before, Path after, Path to, Random random) throws IOException {
        copy(after, to);
        if (random.nextInt(4) > 0) {
            cutWithin(before, to, random);
        }
        for (Path done : List.of(before, after)) {
            try (Stream<Path> files = Files.list(done)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
        return to;
    }

    private static void cutWithin(Path before, Path to, Random random) throws IOException {
        try (Stream<Path> files = Files.list(to)) {
            for (Path file : files.sorted().toList()) {
                Path old = before.resolve(file.getFileName());
                long from = Files.exists(old) ? Files.size(old) : 0;
                long size = Files.size(file);
                try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                    channel.truncate(from + (long) (random.nextDouble() * (size - from)));
                }
            }
        }
        try (Stream<Path> files = Files.list(before)) {
            for (Path file : files.filter(f -> Files.notExists(to.resolve(f.getFileName())))
                    .toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }
}
