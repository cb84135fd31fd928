package org.netchestra.accesslog;

import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.exchange.ExchangeRecord;

/**
 * The access log while settings come and go: no line is lost in a change, and old and new never write at the same time.
 * Exchanges may end on any thread; changes must come one after another.
 */
public final class SwitchableLog implements ExchangeListener, AutoCloseable {

    private final ZoneId zone;
    private final Counters counters = new Counters();
    private volatile @Nullable AccessLog current;

    /**
     * @param zone of the times that are printed, and of midnight
     */
    public SwitchableLog(ZoneId zone) {
        this.zone = zone;
    }

    /** Puts settings in force; comes back when the last line under the old ones is written. */
    public void apply(Settings settings) {
        AccessLog next = settings.enabled() ? new AccessLog(settings, zone, counters) : null;
        replace(next);
    }

    @Override
    public void onEnd(ExchangeRecord exchange) {
        AccessLog log = current;
        while (log != null && !log.accept(exchange)) {
            AccessLog newer = current;
            if (newer == log) {
                counters.addDropped(1);
                return;
            }
            log = newer;
        }
    }

    @Override
    public void close() {
        replace(null);
    }

    /** Lines written. */
    public long written() {
        return counters.written();
    }

    /** Lines lost because the disk failed or was too slow. */
    public long dropped() {
        return counters.dropped();
    }

    /** Lines that wait to be written. */
    public int queueLength() {
        AccessLog log = current;
        return log == null ? 0 : log.queueLength();
    }

    /** The file that is written to; empty when the log is switched off. */
    public String file() {
        AccessLog log = current;
        return log == null ? "" : log.settings().file().toString();
    }

    private void replace(@Nullable AccessLog next) {
        AccessLog previous = current;
        current = next;
        if (previous != null) {
            previous.close();
        }
        if (next != null) {
            next.start();
        }
    }
}
