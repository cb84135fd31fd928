package org.netchestra.accesslog;

import java.time.ZoneId;
import java.util.Set;
import org.netchestra.api.exchange.ExchangeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The access log under one set of settings. Accepts lines from the beginning, writes from its start. Thread-safe. */
final class AccessLog {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

    private static final int MAX_BATCH_BYTES = 64 * 1024;
    private static final long CLOSE_WITHIN_MILLIS = 10_000;

    private final Settings settings;
    private final LineFormat format;
    private final Set<String> virtualServers;
    private final LineQueue queue;
    private final Counters counters;
    private final WriterThread writer;

    AccessLog(Settings settings, ZoneId zone, Counters counters) {
        this(settings, zone, counters, file(settings, zone));
    }

    AccessLog(Settings settings, ZoneId zone, Counters counters, LineSink sink) {
        this.settings = settings;
        this.counters = counters;
        format = settings.format().in(zone);
        virtualServers = settings.virtualServers();
        queue = new LineQueue(settings.maxQueueBytes(), this::wake);
        int batchBytes = (int) Math.min(MAX_BATCH_BYTES, settings.maxBytes());
        writer = new WriterThread(queue, new LineWriter(queue, sink, counters, System::currentTimeMillis, batchBytes));
    }

    private static LogFile file(Settings settings, ZoneId zone) {
        Rotation rotation = new Rotation(settings.maxBytes(), settings.daily(), zone);
        return new LogFile(settings.file(), rotation, settings.keep());
    }

    void start() {
        writer.start();
    }

    /** Takes note of an exchange unless it is another virtual server's; false when closed. Never waits. */
    boolean accept(ExchangeRecord exchange) {
        if (!virtualServers.isEmpty() && !virtualServers.contains(exchange.virtualServer())) {
            return true;
        }
        Line line = new Line();
        format.format(exchange, line);
        LineQueue.Offer offer = queue.offer(line);
        if (offer == LineQueue.Offer.FULL) {
            counters.addDropped(1);
        }
        return offer != LineQueue.Offer.CLOSED;
    }

    Settings settings() {
        return settings;
    }

    int queueLength() {
        return queue.length();
    }

    /** Waits until everything that was accepted is written. */
    void close() {
        queue.close();
        try {
            if (!writer.finish(CLOSE_WITHIN_MILLIS)) {
                LOG.warn("access log: {} lines not yet written after {} ms", queueLength(), CLOSE_WITHIN_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void wake() {
        writer.wake();
    }
}
