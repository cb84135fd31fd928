package org.netchestra.api.journal;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Keeps requests until their replies are confirmed. Thread-safe service. */
@ProviderType
public interface RequestJournal {

    /**
     * The journal of a virtual server under these rules. Counters, retry budget, stored replies and transactions of a name go
     * on when its rules change.
     */
    ExchangeJournal forVirtualServer(String name, JournalRules rules);

    /** Totals since the start. */
    JournalStatistics statistics();

    /** The oldest entries in flight. */
    List<EntryStatus> inFlight(int max);

    /** The transactions that are open, those in flight first. */
    List<TransactionStatus> transactions(int max);

    /**
     * Ends a transaction: the step in flight fails, later ones are refused.
     *
     * @return whether there was one of this number
     */
    boolean abortTransaction(long number);

    /**
     * Gives up the attempt in flight of a transaction, so that its step is sent to another server if the rules allow.
     *
     * @return whether there was one of this number with a step in flight
     */
    boolean resendTransaction(long number);
}
