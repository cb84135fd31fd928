package org.netchestra.accesslog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes lines from the queue and writes them in batches. Confined to one thread, which {@link WriterThread} owns. */
final class LineWriter {

    private static final Logger LOG = LoggerFactory.getLogger(LineWriter.class);

    private final LineQueue queue;
    private final LineSink sink;
    private final Counters counters;
    private final LongSupplier clockMillis;
    private final ByteBuffer batch;
    private final DropReport report;
    private String problem = "";
    private int lines;

    /**
     * @param batchBytes what is written at once at most, unless a single line is longer
     */
    LineWriter(LineQueue queue, LineSink sink, Counters counters, LongSupplier clockMillis, int batchBytes) {
        this.queue = queue;
        this.sink = sink;
        this.counters = counters;
        this.clockMillis = clockMillis;
        batch = ByteBuffer.allocateDirect(batchBytes);
        report = new DropReport(counters.dropped());
    }

    /** Writes all that is in the queue. */
    void run() {
        for (Line line = queue.poll(); line != null; line = queue.poll()) {
            add(line);
        }
        flush();
    }

    void close() {
        tellDropped(report.rest(counters.dropped()));
        try {
            sink.close();
        } catch (IOException failure) {
            LOG.warn("access log: not closed properly", failure);
        }
    }

    private void add(Line line) {
        if (line.length() > batch.remaining()) {
            flush();
        }
        lines++;
        if (line.length() > batch.capacity()) {
            write(line.asBuffer());
        } else {
            line.copyTo(batch);
        }
    }

    private void flush() {
        batch.flip();
        write(batch);
        batch.clear();
    }

    private void write(ByteBuffer bytes) {
        long now = clockMillis.getAsLong();
        Exception failure = attempt(bytes, now);
        if (failure == null) {
            counters.addWritten(lines);
        } else {
            counters.addDropped(lines);
            problem = failure.toString();
        }
        lines = 0;
        tellDropped(report.due(counters.dropped(), now));
    }

    private @Nullable Exception attempt(ByteBuffer bytes, long now) {
        try {
            sink.check(now);
            if (bytes.hasRemaining()) {
                sink.write(bytes, now);
            }
            return null;
        } catch (IOException | RuntimeException failure) {
            // The boundary of the thread: whatever failed costs these lines, and not the log.
            return failure;
        }
    }

    private void tellDropped(long dropped) {
        if (dropped > 0) {
            String reason = problem.isEmpty() ? "the disk is slower than the traffic" : problem;
            LOG.warn("access log: {} lines dropped: {}", dropped, reason);
            problem = "";
        }
    }
}
