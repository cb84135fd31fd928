package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.journal.ChunkReceiver;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.RequestReader;

final class KeptRequestTest {

    private static final JournalRules RULES = JournalRules.of(FailSafe.STRICT);

    @TempDir
    Path directory;

    private Workbench bench;
    private final TestOwner owner = new TestOwner();

    @BeforeEach
    void open() throws IOException {
        bench = new Workbench(directory);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 65_535, 65_536, 65_537, 1_000_000})
    void shouldGiveBackWhatItGot(int size) throws IOException {
        byte[] body = body(size);
        JournalEntry entry = bench.open(RULES, new TestRequest("PUT", "/a"), owner);
        append(entry, body, 9000);
        entry.whole();
        assertThat(bench.read(entry.reader())).isEqualTo(body);
        assertThat(bench.read(entry.reader())).as("a second time").isEqualTo(body);
        assertThat(entry.reader().head()).isEqualTo(new TestRequest("PUT", "/a").head());
        entry.abandoned(0);
        bench.settle();
        assertThat(files()).isZero();
        assertThat(bench.journal.statistics().memoryBytes()).isZero();
        assertThat(bench.journal.statistics().diskBytes()).isZero();
    }

    @Test
    void shouldGiveBackWhileTheRestStillComes() {
        for (long seed = 1; seed <= 300; seed++) {
            readWhileItComes(seed);
        }
    }

    private void readWhileItComes(long seed) {
        Random random = new Random(seed);
        byte[] body = body(random.nextInt(4) == 0 ? random.nextInt(300_000) : random.nextInt(2000));
        JournalEntry entry = bench.open(RULES, new TestRequest("PUT", "/b"), owner);
        Follower follower = new Follower(entry.reader());
        int at = 0;
        while (!follower.over) {
            switch (random.nextInt(4)) {
                case 0 -> bench.settle();
                case 1 -> follower.ask();
                default -> {
                    int size = Math.min(body.length - at, 1 + random.nextInt(20_000));
                    if (size > 0) {
                        entry.append(ByteBuffer.wrap(body, at, size));
                        at += size;
                    } else if (entry.state() != null) {
                        entry.whole();
                        bench.settle();
                        follower.ask();
                        bench.settle();
                    }
                }
            }
        }
        assertThat(follower.received.flip().array()).startsWith(body);
        assertThat(follower.received.limit()).as("seed %d", seed).isEqualTo(body.length);
        entry.abandoned(0);
        bench.settle();
    }

    private static final class Follower implements ChunkReceiver {
        private final RequestReader reader;
        private final ByteBuffer received = ByteBuffer.allocate(400_000);
        private boolean asked;
        private boolean over;

        Follower(RequestReader reader) {
            this.reader = reader;
        }

        void ask() {
            if (!asked && !over) {
                asked = true;
                reader.next(this);
            }
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            asked = false;
            received.put(bytes);
        }

        @Override
        public void onEnd() {
            over = true;
        }

        @Override
        public void onLost(String reason) {
            throw new AssertionError(reason);
        }
    }

    @Test
    void shouldStopKeepingABodyAboveTheLimitAndSayWhy() {
        JournalRules rules =
                new JournalRules(FailSafe.STRICT, false, List.of(), 3, Duration.ofMinutes(1), 1000, 20, 10, null);
        JournalEntry entry = bench.open(rules, new TestRequest("PUT", "/c"), owner);
        entry.append(ByteBuffer.allocate(1000));
        assertThat(entry.kept()).isTrue();
        assertThat(entry.append(ByteBuffer.allocate(1)))
                .as("the upload goes on")
                .isTrue();
        assertThat(entry.kept()).isFalse();
        assertThat(bench.journal.statistics().givenUp()).containsEntry("BODY_TOO_LARGE", 1L);
        assertThat(bench.events.messages()).anyMatch(m -> m.contains("journal-max-body"));
        assertThatThrownBy(() -> bench.read(entry.reader())).hasMessageContaining("no longer kept");
    }

    @Test
    void shouldStopKeepingWhenMemoryOrDiskAreUsedUp() throws IOException {
        JournalSettings small = new JournalSettings(
                directory,
                10_000,
                200_000,
                1 << 20,
                1 << 20,
                Duration.ofMinutes(1),
                1 << 20,
                Fsync.OFF,
                Duration.ofMinutes(1),
                1 << 20);
        Workbench tight = new Workbench(small, new Workbench.HandClock());
        JournalEntry first = tight.open(RULES, new TestRequest("PUT", "/d"), owner);
        first.append(ByteBuffer.allocate(9000));
        JournalEntry second = tight.open(RULES, new TestRequest("PUT", "/d"), owner);
        second.append(ByteBuffer.allocate(9000));
        assertThat(first.kept()).isTrue();
        assertThat(second.kept()).isFalse();
        JournalEntry third = tight.open(RULES, new TestRequest("PUT", "/e"), owner);
        append(third, body(400_000), 100_000);
        assertThat(third.kept()).isFalse();
        assertThat(tight.journal.statistics().givenUp())
                .containsEntry("MEMORY", 1L)
                .containsEntry("DISK_FULL", 1L);
        first.abandoned(0);
        second.abandoned(0);
        third.abandoned(0);
        tight.settle();
        assertThat(tight.journal.statistics().memoryBytes()).isZero();
        assertThat(tight.journal.statistics().diskBytes()).isZero();
    }

    @Test
    void shouldAskTheClientToWaitForTheDiskAndTellItWhenToGoOn() {
        JournalEntry entry = bench.open(RULES, new TestRequest("PUT", "/f"), owner);
        int taken = 0;
        while (entry.append(ByteBuffer.allocate(64 << 10))) {
            taken++;
        }
        assertThat(taken).isBetween(100, 140);
        assertThat(owner.writable).hasValue(0);
        bench.settle();
        assertThat(owner.writable).hasValue(1);
        assertThat(entry.append(ByteBuffer.allocate(64 << 10))).isTrue();
    }

    @Test
    void shouldNotHideADamagedFile() throws IOException {
        JournalEntry entry = bench.open(RULES, new TestRequest("PUT", "/g"), owner);
        append(entry, body(300_000), 50_000);
        entry.whole();
        bench.settle();
        Path file = SpillFile.pathOf(directory, entry.id());
        byte[] bytes = Files.readAllBytes(file);
        bytes[200_000] ^= 4;
        Files.write(file, bytes);
        assertThatThrownBy(() -> bench.read(entry.reader())).hasMessageContaining("damaged");
        assertThat(entry.kept()).isFalse();
        assertThat(bench.journal.statistics().givenUp()).containsEntry("DISK_ERROR", 1L);
    }

    private static void append(JournalEntry entry, byte[] body, int piece) {
        for (int at = 0; at < body.length; at += piece) {
            entry.append(ByteBuffer.wrap(body, at, Math.min(piece, body.length - at)));
        }
    }

    private static byte[] body(int size) {
        byte[] body = new byte[size];
        new Random(size).nextBytes(body);
        return body;
    }

    private long files() throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            return all.count();
        }
    }
}
