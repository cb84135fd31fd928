package org.netchestra.dispatcher.netty;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Comparator;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.journal.Journal;
import org.netchestra.journal.JournalSettings;

/** The real journal with real threads, in a directory of its own or a given one. */
final class TestJournal implements AutoCloseable {

    final Journal journal;
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "test-journal");
        thread.setDaemon(true);
        return thread;
    });
    private final Path directory;
    private final boolean temporary;

    TestJournal(ClusterEvents events) {
        this(events, temporary(), true);
    }

    TestJournal(ClusterEvents events, Path directory) {
        this(events, directory, false);
    }

    private TestJournal(ClusterEvents events, Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
        SecureRandom random = new SecureRandom();
        try {
            journal = new Journal(
                    JournalSettings.in(directory),
                    new Journal.Surroundings(
                            threads,
                            threads,
                            events,
                            Clock.systemUTC(),
                            System::nanoTime,
                            () -> {
                                byte[] name = new byte[16];
                                random.nextBytes(name);
                                return name;
                            },
                            new SecretKeySpec(new byte[32], "HmacSHA256")));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        var unused = threads.scheduleWithFixedDelay(journal::tick, 100, 100, TimeUnit.MILLISECONDS);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("test-journal");
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Override
    public void close() {
        journal.close();
        threads.shutdown();
        try {
            if (temporary && threads.awaitTermination(10, TimeUnit.SECONDS)) {
                delete();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void delete() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException left) {
            throw new UncheckedIOException(left);
        }
    }
}
