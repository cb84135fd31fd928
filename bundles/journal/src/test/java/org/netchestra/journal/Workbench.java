package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.Executor;
import javax.crypto.spec.SecretKeySpec;
import org.netchestra.api.journal.ChunkReceiver;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.RequestReader;

/** A journal on a directory, with time and disk in the test's hand. */
final class Workbench {

    private static final SecretKeySpec SECRET = new SecretKeySpec(new byte[32], "HmacSHA256");

    final HandCrankedExecutor disk = new HandCrankedExecutor();
    final HandCrankedExecutor reading = new HandCrankedExecutor();
    final RecordedEvents events = new RecordedEvents();
    final Journal journal;
    long nanos = 1_000_000_000L;

    static final class HandClock extends Clock {
        long millis = 1_700_000_000_000L;

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.ofEpochMilli(millis);
        }
    }

    Workbench(Path directory) throws IOException {
        this(JournalSettings.in(directory), new HandClock());
    }

    Workbench(JournalSettings settings, HandClock clock) throws IOException {
        this(settings, clock, null);
    }

    Workbench(JournalSettings settings, Clock clock, Executor realDisk) throws IOException {
        Random random = new Random(1);
        journal = new Journal(
                settings,
                new Journal.Surroundings(
                        realDisk == null ? disk : realDisk,
                        realDisk == null ? reading : realDisk,
                        events,
                        clock,
                        () -> nanos,
                        () -> {
                            byte[] bytes = new byte[16];
                            random.nextBytes(bytes);
                            return bytes;
                        },
                        SECRET));
    }

    /** Lets the disk do everything, and its readers. */
    void settle() {
        for (int i = 0; i < 3; i++) {
            disk.run();
            reading.run();
        }
    }

    JournalEntry open(JournalRules rules, TestRequest request, EntryOwner owner) {
        return journal.forVirtualServer("shop", rules).open(request, owner, nanos);
    }

    /** What a reader finds, until its end; throws what was lost. */
    byte[] read(RequestReader reader) {
        Collected collected = new Collected();
        while (!collected.over) {
            collected.asked = true;
            reader.next(collected);
            for (int i = 0; i < 100 && collected.asked; i++) {
                settle();
            }
            if (collected.asked) {
                throw new IllegalStateException("the reader waits for more");
            }
        }
        reader.close();
        settle();
        return collected.bytes;
    }

    private static final class Collected implements ChunkReceiver {
        private byte[] bytes = {};
        private boolean asked;
        private boolean over;

        @Override
        public void onChunk(ByteBuffer found) {
            asked = false;
            byte[] joined = Arrays.copyOf(bytes, bytes.length + found.remaining());
            found.get(joined, bytes.length, found.remaining());
            bytes = joined;
        }

        @Override
        public void onEnd() {
            asked = false;
            over = true;
        }

        @Override
        public void onLost(String reason) {
            throw new IllegalStateException(reason);
        }
    }
}
