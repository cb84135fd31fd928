package org.netchestra.accesslog;

import org.netchestra.api.exchange.ExchangeRecord;

/** Writes what is known of an exchange as one line. Thread-safe: called by all event loops. */
@FunctionalInterface
interface LineFormat {

    /** Appends the line with its end. */
    void format(ExchangeRecord exchange, Line line);
}
