package org.netchestra.api.journal;

/** The topics of the journal's events. */
public final class JournalTopics {

    /** A transaction's server failed under it: the paper's "Detecting Broken Transaction". Details: transaction, step, old, cause. */
    public static final String TRANSACTION_BROKEN = "transaction/broken";

    /** A transaction goes on elsewhere: the paper's "Continuing Transaction 3 on NODE0". Details: transaction, step, new. */
    public static final String TRANSACTION_CONTINUING = "transaction/continuing";

    /** A transaction ended without its last step: aborted, idle for too long, or its step failed. Details: transaction, step, reason. */
    public static final String TRANSACTION_LOST = "transaction/lost";

    /** Requests could no longer be kept. Details: reason, count. */
    public static final String GIVEN_UP = "journal/givenup";

    /** The journal's disk failed. Details: file, problem. */
    public static final String DISK_FAILED = "journal/diskfailed";

    /** Requests were found in flight after a restart. Details: found, replayed, unknown. */
    public static final String RECOVERED = "journal/recovered";

    private JournalTopics() {}
}
