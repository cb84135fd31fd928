package org.netchestra.management;

import org.netchestra.api.journal.TransactionStatus;

/** A transaction as composite data. Immutable. Not a record: what JMX makes of records differs between JDKs. */
public final class TransactionRow {

    private final TransactionStatus transaction;

    TransactionRow(TransactionStatus transaction) {
        this.transaction = transaction;
    }

    /** Its number. */
    public long getNumber() {
        return transaction.number();
    }

    /** The beginning of its name. */
    public String getName() {
        return transaction.name();
    }

    /** The virtual server or pool. */
    public String getVirtualServer() {
        return transaction.virtualServer();
    }

    /** The server it is bound to; empty before the first step. */
    public String getServer() {
        return transaction.server();
    }

    /** Steps confirmed. */
    public int getConfirmedSteps() {
        return transaction.confirmedSteps();
    }

    /** Whether a step is in flight. */
    public boolean isInFlight() {
        return transaction.inFlight();
    }

    /** Steps that wait for their turn. */
    public int getWaiting() {
        return transaction.waiting();
    }

    /** Attempts of the step in flight. */
    public int getAttempts() {
        return transaction.attempts();
    }

    /** Attempts after the first, of all steps. */
    public int getReplays() {
        return transaction.replays();
    }

    /** Time since its first step, in nanoseconds. */
    public long getAgeNanos() {
        return transaction.ageNanos();
    }

    /** Time since its last step ended, in nanoseconds; 0 when one is in flight. */
    public long getIdleNanos() {
        return transaction.idleNanos();
    }
}
