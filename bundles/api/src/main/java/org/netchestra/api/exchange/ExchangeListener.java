package org.netchestra.api.exchange;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears the end of every exchange. Register it as a service.
 *
 * <p>Called on the event loop that owned the exchange: must not block, must not keep the record, and is called by several
 * event loops concurrently.
 */
@ConsumerType
@FunctionalInterface
public interface ExchangeListener {

    void onEnd(ExchangeRecord exchange);
}
