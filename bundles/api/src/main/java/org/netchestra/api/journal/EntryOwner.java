package org.netchestra.api.journal;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * The exchange behind a journal entry: hears what the entry had to wait for. Called on threads of the journal, of other
 * exchanges and of operators: must not block, and hands over to the exchange's own event loop.
 */
@ConsumerType
public interface EntryOwner {

    /** {@link JournalEntry#append} takes bytes again after it answered false. */
    void onWritable();

    /** What the last call answered false for is stored: the exchange may go on. */
    void onStored();

    /** The step before this one has ended: see {@link TransactionStep#awaitTurn}. */
    void onTurn();

    /** An operator wants the attempt in progress given up: fail it with {@link FailureCause#OPERATOR}. */
    void onInterrupt();
}
