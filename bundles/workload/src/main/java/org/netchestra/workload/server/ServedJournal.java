package org.netchestra.workload.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What a server has served: a count, and with a ledger one line a request, {@code <request id> <method> <target>},
 * handed to the operating system before the reply is written, so that a killed server's ledger is complete.
 * Thread-safe.
 */
final class ServedJournal implements AutoCloseable {
    private final LongAdder served = new LongAdder();
    private final @Nullable FileChannel ledger;

    ServedJournal(@Nullable Path file) throws IOException {
        ledger = file == null
                ? null
                : FileChannel.open(
                        file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    void served(@Nullable CharSequence requestId, String method, String target) {
        served.increment();
        if (ledger != null) {
            append(ledger, (requestId == null ? "-" : requestId) + " " + method + " " + target + "\n");
        }
    }

    private static void append(FileChannel ledger, String line) {
        try {
            ledger.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException("ledger", e);
        }
    }

    long count() {
        return served.sum();
    }

    @Override
    public void close() throws IOException {
        if (ledger != null) {
            ledger.close();
        }
    }
}
