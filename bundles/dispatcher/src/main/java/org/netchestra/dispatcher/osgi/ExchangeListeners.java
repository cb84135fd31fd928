package org.netchestra.dispatcher.osgi;

import java.util.ArrayList;
import java.util.List;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.exchange.ExchangeRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listeners that hear of every exchange. Thread-safe; telling them allocates nothing. */
final class ExchangeListeners implements ExchangeListener {

    private static final Logger LOG = LoggerFactory.getLogger(ExchangeListeners.class);

    private volatile ExchangeListener[] listeners = {};

    synchronized void add(ExchangeListener listener) {
        List<ExchangeListener> next = new ArrayList<>(List.of(listeners));
        next.add(listener);
        listeners = next.toArray(ExchangeListener[]::new);
    }

    synchronized void remove(ExchangeListener listener) {
        List<ExchangeListener> next = new ArrayList<>(List.of(listeners));
        next.remove(listener);
        listeners = next.toArray(ExchangeListener[]::new);
    }

    @Override
    public void onEnd(ExchangeRecord exchange) {
        for (ExchangeListener listener : listeners) {
            try {
                listener.onEnd(exchange);
            } catch (RuntimeException | LinkageError failure) {
                // A plug-in's fault must not reach the event loop.
                LOG.warn("an exchange listener failed: {}", listener, failure);
            }
        }
    }
}
