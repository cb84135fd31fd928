package org.netchestra.management;

import org.netchestra.api.journal.EntryStatus;

/** An entry of the journal as composite data. Immutable. Not a record: what JMX makes of records differs between JDKs. */
public final class JournalEntryRow {

    private final EntryStatus entry;

    JournalEntryRow(EntryStatus entry) {
        this.entry = entry;
    }

    /** Its number. */
    public long getId() {
        return entry.id();
    }

    /** The virtual server or pool. */
    public String getVirtualServer() {
        return entry.virtualServer();
    }

    /** The request's first line, without its query. */
    public String getRequestLine() {
        return entry.requestLine();
    }

    /** Where it is between its request and its end. */
    public String getState() {
        return entry.state().name();
    }

    /** The server of the last attempt; empty when none is assigned. */
    public String getServer() {
        return entry.server();
    }

    /** Attempts so far. */
    public int getAttempts() {
        return entry.attempts();
    }

    /** Time since the head was whole, in nanoseconds. */
    public long getAgeNanos() {
        return entry.ageNanos();
    }

    /** Bytes of the request so far. */
    public long getBytes() {
        return entry.bytes();
    }

    /** Whether it can be sent again. */
    public boolean isKept() {
        return entry.kept();
    }

    /** The number of its transaction; 0 for none. */
    public long getTransaction() {
        return entry.transaction();
    }

    /** Its step in the transaction; 0 for none. */
    public int getStep() {
        return entry.step();
    }
}
