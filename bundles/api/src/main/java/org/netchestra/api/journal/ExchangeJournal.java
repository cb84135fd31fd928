package org.netchestra.api.journal;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.osgi.annotation.versioning.ProviderType;

/** The journal of one virtual server under one set of rules. Thread-safe; keep it as long as the rules are in force. */
@ProviderType
public interface ExchangeJournal {

    /**
     * Opens an entry for a request whose head is whole. Never fails: what cannot be kept is marked so.
     *
     * @param nowNanos the dispatcher's monotonic clock
     */
    JournalEntry open(JournalRequest request, EntryOwner owner, long nowNanos);

    /**
     * Whether a request may be sent to another server when one has got some of it, and fails without a proof that it did not apply it.
     * If not, it need not be kept from then on.
     */
    boolean mayRepeat(JournalRequest request);

    /**
     * Counts a request that came to its end without an entry: the retry budget is a share of all requests. An entry that
     * is opened when an attempt has failed already is told of that attempt as it happened.
     */
    void passed(long nowNanos);

    /** Counts a reply that was to be confirmed as a whole, and was too large for that. */
    void unconfirmed();

    /**
     * Takes over the requests that were in flight when the dispatcher died and may be sent again; nobody waits for their
     * replies. To be called once, before the virtual server accepts requests: so a client's new request cannot overtake
     * its older one.
     *
     * @param owner makes the exchange behind each
     */
    List<JournalEntry> takeRecovered(OwnerSource owner, long nowNanos);

    /** Makes the exchange behind a recovered entry. */
    @ConsumerType
    @FunctionalInterface
    interface OwnerSource {

        /**
         * @param server the server of the last attempt, to be preferred; empty when none was assigned
         */
        EntryOwner owner(String server);
    }
}
