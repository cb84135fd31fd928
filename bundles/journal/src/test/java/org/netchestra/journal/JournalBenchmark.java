package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.ReplyFacts;

/** Measures what the journal costs on this machine. Run it by hand, with the directory to write to and a size in MB. */
final class JournalBenchmark {

    private static final int PIECE = 64 << 10;

    private JournalBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int megabytes = Integer.parseInt(arguments[1]);
        Files.createDirectories(directory);
        for (int round = 0; round < 3; round++) {
            sequential(directory, megabytes, false);
            upload(directory, megabytes, Fsync.OFF);
            sequential(directory, megabytes, true);
            upload(directory, megabytes, Fsync.EVERY);
        }
        for (boolean durable : new boolean[] {false, true}) {
            for (int round = 0; round < 5; round++) {
                small(directory, durable, durable ? 20_000 : 1_000_000);
            }
        }
    }

    /** What the disk does by itself: the same bytes in the same pieces, by one thread, without checksums. */
    private static void sequential(Path directory, int megabytes, boolean forced) throws IOException {
        Path file = directory.resolve("plain");
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        long start = System.nanoTime();
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            for (long i = 0; i < (long) megabytes << 4; i++) {
                channel.write(piece.clear());
            }
            if (forced) {
                channel.force(false);
            }
        }
        report("plain sequential file" + (forced ? ", forced at the end" : ""), megabytes, start);
        Files.delete(file);
    }

    private static void upload(Path directory, int megabytes, Fsync fsync) throws Exception {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        Workbench bench = new Workbench(settings(directory, fsync), Clock.systemUTC(), disk);
        Waiting owner = new Waiting();
        JournalEntry entry = bench.open(rules(fsync == Fsync.EVERY), new TestRequest("PUT", "/"), owner);
        ByteBuffer piece = ByteBuffer.allocateDirect(PIECE);
        long heap = 0;
        long start = System.nanoTime();
        for (long i = 0; i < (long) megabytes << 4; i++) {
            if (!entry.append(piece.clear())) {
                owner.writable.acquire();
            }
            heap = Math.max(heap, bench.journal.statistics().memoryBytes());
        }
        entry.whole();
        entry.assigned("s1");
        if (!entry.sending()) {
            owner.stored.acquire();
        }
        Semaphore written = new Semaphore(0);
        disk.execute(written::release);
        written.acquire();
        report("journalled upload, fsync " + fsync + ", at most " + (heap >> 20) + " MB queued", megabytes, start);
        entry.abandoned(0);
        bench.journal.close();
        disk.shutdown();
    }

    private static void small(Path directory, boolean durable, int exchanges) throws Exception {
        ExecutorService disk = Executors.newSingleThreadExecutor();
        Workbench bench = new Workbench(settings(directory, Fsync.OFF), Clock.systemUTC(), disk);
        ExchangeJournal journal = bench.journal.forVirtualServer("shop", rules(durable));
        TestRequest request = new TestRequest("POST", "/cart?item=7")
                .with("Host", "shop.example")
                .with("User-Agent", "a browser of the usual length of such names, version 1.0")
                .with("Accept", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        FixedRequest fixed = new FixedRequest(request);
        ByteBuffer body = ByteBuffer.allocate(200);
        Waiting owner = new Waiting();
        long start = System.nanoTime();
        for (int i = 0; i < exchanges; i++) {
            JournalEntry entry = journal.open(fixed, owner, start + i);
            entry.append(body.clear());
            entry.whole();
            entry.assigned("s1");
            if (!entry.sending()) {
                owner.stored.acquire();
            }
            entry.sentAll();
            entry.replyBegan();
            if (!entry.delivering(REPLY)) {
                owner.stored.acquire();
            }
            entry.confirmed(start + i);
        }
        System.out.printf(
                Locale.ROOT,
                "small exchange, %s: %.0f ns%n",
                durable ? "durable, one at a time" : "in memory",
                (System.nanoTime() - start) / (double) exchanges);
        bench.journal.close();
        disk.shutdown();
    }

    private static final ReplyFacts REPLY = ReplyFacts.of(200);

    /** A request whose head is ready, as a dispatcher has it. */
    private record FixedRequest(ByteBuffer head, TestRequest request) implements JournalRequest {
        FixedRequest(TestRequest request) {
            this(request.head(), request);
        }

        @Override
        public ByteBuffer head() {
            return head.duplicate();
        }

        @Override
        public MethodClass methodClass() {
            return MethodClass.OTHER;
        }

        @Override
        public String target() {
            return "/cart";
        }

        @Override
        public String header(String name) {
            return null;
        }
    }

    private static JournalRules rules(boolean durable) {
        return new JournalRules(FailSafe.STRICT, durable, List.of(), 3, Duration.ofMinutes(1), 1L << 40, 20, 10, null);
    }

    private static JournalSettings settings(Path directory, Fsync fsync) {
        return new JournalSettings(
                directory,
                64L << 20,
                1L << 40,
                1L << 30,
                64L << 20,
                Duration.ofMinutes(30),
                8L << 20,
                fsync,
                Duration.ofMinutes(10),
                16L << 20);
    }

    private static void report(String what, int megabytes, long start) {
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(Locale.ROOT, "%-60s %6.0f MB/s%n", what, megabytes / seconds);
    }

    private static final class Waiting implements EntryOwner {
        private final Semaphore writable = new Semaphore(0);
        private final Semaphore stored = new Semaphore(0);

        @Override
        public void onWritable() {
            writable.release();
        }

        @Override
        public void onStored() {
            stored.release();
        }

        @Override
        public void onTurn() {}

        @Override
        public void onInterrupt() {}
    }
}
