package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.ReplyFacts;

/** A durable journal whose disk is full, or whose directory is gone: requests go on, it is said, and nothing piles up. */
final class DiskTroubleTest {

    private static final JournalRules DURABLE = EntryTest.durable(FailSafe.STRICT);

    @TempDir
    Path directory;

    private final Workbench.HandClock clock = new Workbench.HandClock();
    private long number;

    private Workbench open(Path where) throws IOException {
        JournalSettings settings = new JournalSettings(
                where,
                1 << 20,
                1 << 20,
                1 << 20,
                16 << 10,
                Duration.ofMinutes(10),
                1 << 20,
                Fsync.OFF,
                Duration.ofMinutes(1),
                1 << 20);
        return new Workbench(settings, clock);
    }

    private void tick(Workbench bench) {
        clock.millis += 100;
        bench.journal.tick();
        bench.settle();
    }

    /** Sends a request; it goes on whatever the disk does. */
    private JournalEntry send(Workbench bench) {
        TestOwner owner = new TestOwner();
        TestRequest request = new TestRequest("PUT", "/" + ++number).with("Idempotency-Key", "k-" + number);
        JournalEntry entry = bench.open(DURABLE, request, owner);
        entry.append(ByteBuffer.wrap(new byte[500]));
        entry.whole();
        entry.assigned("s1");
        assertThat(entry.sending()).isFalse();
        bench.settle();
        assertThat(owner.stored).as("request %d goes on", number).hasValueGreaterThan(0);
        entry.sentAll();
        return entry;
    }

    private static void confirm(Workbench bench, JournalEntry entry) {
        entry.replyBegan();
        entry.delivering(ReplyFacts.of(200));
        bench.settle();
        entry.confirmed(0);
        bench.settle();
    }

    private static long logFiles(Path where) throws IOException {
        if (!Files.exists(where)) {
            return 0;
        }
        try (Stream<Path> files = Files.list(where)) {
            return files.filter(SegmentLog::isSegment).count();
        }
    }

    private static long filesOpen() throws IOException {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (Stream<Path> open = Files.list(descriptors)) {
            return open.count();
        }
    }

    private static void delete(Path where) throws IOException {
        try (Stream<Path> files = Files.list(where)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(where);
    }

    @Test
    void shouldGoOnWithoutItsDirectoryAndTakeItUpAgain() throws IOException {
        Path where = Files.createDirectory(directory.resolve("journal"));
        Workbench bench = open(where);
        delete(where);
        for (int i = 0; i < 500; i++) {
            confirm(bench, send(bench));
            if (i % 10 == 0) {
                tick(bench);
            }
        }
        assertThat(bench.journal.statistics().diskBytes()).isZero();
        assertThat(bench.journal.statistics().givenUp()).containsKey("DISK_ERROR");
        assertThat(bench.journal.statistics().writeErrors()).isPositive();
        assertThat(bench.events.messages().stream().filter(m -> m.contains("cannot write")))
                .as("once a second, not once a request")
                .hasSizeBetween(2, 20);

        Files.createDirectory(where);
        tick(bench);
        JournalEntry kept = send(bench);
        assertThat(logFiles(where)).isEqualTo(1);
        bench.disk.run();
        Workbench next = open(copy(where, directory.resolve("after")));
        assertThat(next.journal.statistics().recovered()).isEqualTo(1);
        confirm(bench, kept);
    }

    @Test
    void shouldNotTakeForInFlightWhatEndedWhileTheDiskWasFull() throws IOException, InterruptedException {
        Path mount = Files.createDirectory(directory.resolve("small"));
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", mount.toString()),
                "cannot mount a file system");
        try {
            Path where = Files.createDirectory(mount.resolve("journal"));
            Workbench bench = open(where);
            List<JournalEntry> before = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                before.add(send(bench));
            }
            Path filler = mount.resolve("filler");
            fill(filler);
            long open = filesOpen();
            for (int i = 0; i < 300; i++) {
                confirm(bench, send(bench));
                if (i % 10 == 0) {
                    tick(bench);
                }
            }
            assertThat(bench.journal.statistics().givenUp()).containsKey("DISK_ERROR");
            assertThat(filesOpen()).as("open files").isLessThan(open + 10);
            for (JournalEntry entry : before) {
                confirm(bench, entry);
            }
            Files.delete(filler);
            tick(bench);
            JournalEntry inFlight = send(bench);
            bench.disk.run();

            Workbench next = open(copy(where, directory.resolve("after")));
            assertThat(next.journal.statistics().recovered())
                    .as("what ended while nothing could be written has ended")
                    .isEqualTo(1);
            confirm(bench, inFlight);
            assertThat(logFiles(where)).isLessThan(10);
        } finally {
            assertThat(run("umount", "-l", mount.toString())).isTrue();
        }
    }

    private static void fill(Path file) throws IOException {
        int size = 64 << 10;
        while (size > 0) {
            try {
                Files.write(file, new byte[size], StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            } catch (IOException full) {
                size /= 2;
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException noSuchCommand) {
            return false;
        }
    }

    private static Path copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
        return to;
    }
}
