package org.netchestra.dispatcher.netty.warmup;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The load on one face, from its making to its closing. Thread-safe. */
final class Drill implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Drill.class);
    private static final int EXCHANGES_A_CONNECTION = 100;

    private final LongAdder exchanges = new LongAdder();
    private final List<? extends Clients> clients;
    private volatile boolean over;

    /** @param threads one for each of the clients */
    Drill(List<? extends Clients> clients, ExecutorService threads) {
        this.clients = clients;
        clients.forEach(some -> threads.execute(() -> run(some)));
    }

    private void run(Clients some) {
        try {
            while (!over) {
                some.connect();
                for (int i = 0; i < EXCHANGES_A_CONNECTION && !over; i++) {
                    some.exchange();
                    exchanges.add(Clients.COUNT);
                }
            }
        } catch (IOException failure) {
            if (!over) {
                LOG.debug("clients of the warm-up failed", failure);
            }
        } finally {
            some.abort();
        }
    }

    /** Exchanges that have ended well. */
    long exchanges() {
        return exchanges.sum();
    }

    @Override
    public void close() {
        over = true;
        clients.forEach(Clients::abort);
    }
}
