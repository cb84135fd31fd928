package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.api.journal.ChunkReceiver;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionStep.Turn;

/** Several event loops at once on a real disk. */
final class ConcurrencyTest {

    private static final int LOOPS = 4;
    private static final int EXCHANGES = 500;
    private static final long DEADLINE_SECONDS = 60;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource(Fsync.class)
    void shouldKeepEverybodysRequestsApart(Fsync fsync) throws Exception {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        ExecutorService loops = Executors.newFixedThreadPool(LOOPS);
        Workbench bench = new Workbench(settings(fsync), Clock.systemUTC(), disk);
        int exchanges = fsync == Fsync.EVERY ? EXCHANGES / 10 : EXCHANGES;
        List<Future<Integer>> results = new ArrayList<>();
        for (int loop = 0; loop < LOOPS; loop++) {
            int seed = loop;
            Callable<Integer> work = () -> exchanges(bench, new Random(seed), seed, exchanges);
            results.add(loops.submit(work));
        }
        int replays = 0;
        for (Future<Integer> result : results) {
            replays += result.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }
        assertThat(replays).isPositive();
        bench.journal.tick();
        bench.journal.close();
        loops.shutdown();
        disk.shutdown();
        assertThat(disk.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        assertThat(bench.journal.statistics().inFlight()).isZero();
        assertThat(bench.journal.statistics().confirmed()).isEqualTo(LOOPS * exchanges);
        assertThat(bench.journal.statistics().memoryBytes()).isZero();
        assertThat(bench.journal.statistics().writeErrors()).isZero();
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.filter(SpillFile::isBody)).isEmpty();
        }
        Recovery recovery = Recovery.read(directory);
        assertThat(recovery.inFlight()).isEmpty();
        assertThat(recovery.torn()).isZero();
    }

    @Test
    void shouldNotQueueMoreThanAllowedForTheDisk() throws Exception {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        Workbench bench = new Workbench(settings(Fsync.OFF), Clock.systemUTC(), disk);
        Waiting owner = new Waiting();
        JournalEntry entry = bench.open(JournalRules.of(FailSafe.STRICT), new TestRequest("PUT", "/"), owner);
        ByteBuffer piece = ByteBuffer.allocate(60_000);
        long most = 0;
        for (int i = 0; i < 4000; i++) {
            if (!entry.append(piece.clear())) {
                owner.await(owner.writable);
            }
            most = Math.max(most, bench.journal.statistics().memoryBytes());
        }
        assertThat(most).isLessThan(settings(Fsync.OFF).queueBytes() + 200_000);
        entry.abandoned(0);
        bench.journal.close();
        disk.shutdown();
    }

    private JournalSettings settings(Fsync fsync) {
        return new JournalSettings(
                directory,
                64 << 20,
                1L << 30,
                64 << 20,
                1 << 20,
                Duration.ofMinutes(5),
                2 << 20,
                fsync,
                Duration.ofMinutes(5),
                1 << 20);
    }

    private static int exchanges(Workbench bench, Random random, int loop, int exchanges) throws Exception {
        JournalRules rules = new JournalRules(
                FailSafe.PAPER,
                true,
                List.of(),
                3,
                Duration.ofMinutes(1),
                1 << 30,
                100,
                1_000_000,
                new TransactionRules(
                        TransactionRules.Identification.NAMED_HEADER,
                        "T",
                        List.of("/t"),
                        false,
                        Duration.ofMinutes(5),
                        TransactionRules.Limits.DEFAULT));
        ExchangeJournal journal = bench.journal.forVirtualServer("shop", rules);
        int replays = 0;
        for (int i = 0; i < exchanges; i++) {
            replays += exchange(journal, random, loop * 100_000 + i);
        }
        return replays;
    }

    private static int exchange(ExchangeJournal journal, Random random, int id) throws Exception {
        Waiting owner = new Waiting();
        TestRequest request = new TestRequest("POST", random.nextBoolean() ? "/t" : "/").with("T", "t" + id % 3);
        if (random.nextBoolean()) {
            request.with("Idempotency-Key", "k" + id);
        }
        byte[] body = new byte[random.nextInt(10) == 0 ? random.nextInt(400_000) : random.nextInt(3000)];
        random.nextBytes(body);
        JournalEntry entry = journal.open(request, owner, 0);
        if (entry.transaction() != null) {
            while (entry.transaction().awaitTurn() == Turn.LATER) {
                owner.await(owner.turn);
            }
        }
        int early = random.nextInt(body.length + 1);
        append(entry, owner, body, 0, early);
        int replays = random.nextInt(5) == 0 ? 1 : 0;
        entry.assigned("s1");
        owner.go(entry.sending());
        append(entry, owner, body, early, body.length);
        owner.go(entry.whole());
        if (replays > 0) {
            assertThat(entry.failed(FailureCause.RESET, true, 0).replays()).isTrue();
            entry.assigned("s2");
            owner.go(entry.sending());
            assertThat(owner.read(entry.reader(), body.length)).isEqualTo(body);
        }
        entry.sentAll();
        entry.replyBegan();
        StoredReply reply = new StoredReply(200, ByteBuffer.allocate(10), ByteBuffer.allocate(100));
        owner.go(entry.delivering(new ReplyFacts(200, List.of(), reply)));
        entry.confirmed(0);
        return replays;
    }

    private static void append(JournalEntry entry, Waiting owner, byte[] body, int from, int to) throws Exception {
        for (int at = from; at < to; at += 30_000) {
            if (!entry.append(ByteBuffer.wrap(body, at, Math.min(30_000, to - at)))) {
                owner.await(owner.writable);
            }
        }
    }

    /** An exchange whose loop waits; a real one would do something else meanwhile. */
    private static final class Waiting implements EntryOwner, ChunkReceiver {
        private final Semaphore writable = new Semaphore(0);
        private final Semaphore stored = new Semaphore(0);
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore found = new Semaphore(0);
        private ByteBuffer read = ByteBuffer.allocate(0);
        private boolean over;

        void await(Semaphore semaphore) throws InterruptedException {
            assertThat(semaphore.tryAcquire(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
        }

        void go(boolean now) throws InterruptedException {
            if (!now) {
                await(stored);
            }
        }

        byte[] read(RequestReader reader, int length) throws InterruptedException {
            read = ByteBuffer.allocate(length);
            while (!over) {
                reader.next(this);
                await(found);
            }
            reader.close();
            return read.array();
        }

        @Override
        public void onWritable() {
            writable.release();
        }

        @Override
        public void onStored() {
            stored.release();
        }

        @Override
        public void onTurn() {
            turn.release();
        }

        @Override
        public void onInterrupt() {}

        @Override
        public void onChunk(ByteBuffer bytes) {
            read.put(bytes);
            found.release();
        }

        @Override
        public void onEnd() {
            over = true;
            found.release();
        }

        @Override
        public void onLost(String reason) {
            throw new AssertionError(reason);
        }
    }
}
