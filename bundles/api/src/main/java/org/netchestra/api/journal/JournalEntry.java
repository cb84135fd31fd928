package org.netchestra.api.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/**
 * One exchange in the journal: its request, kept until the reply is confirmed, and how far each attempt came.
 *
 * <p>Confined to the exchange's event loop. No method blocks. Methods that answer false say: wait for the named method of
 * {@link EntryOwner}, then go on; nothing needs to be called again. A call that the entry's {@link #state()} does not
 * allow is a broken invariant and throws {@link IllegalStateException}; calls after the end are ignored.
 *
 * <pre>
 * open - append* - whole - assigned - sending - sentAll - replyBegan - delivering - confirmed
 *                             ^------- failed: REPLAY --------|             |
 * </pre>
 *
 * <p>Attempts and body overlap: {@link #append} and {@link #whole} may come before, between or after the others.
 */
@ProviderType
public interface JournalEntry {

    /** Unique in this journal, across restarts. */
    long id();

    StepState state();

    /** Attempts assigned so far. */
    int attempts();

    /** What became of an earlier request with the same idempotency key; not null means: answer by it, this entry is over. */
    @Nullable
    EarlierOutcome earlier();

    /** The step of a transaction that this exchange is, or null. */
    @Nullable
    TransactionStep transaction();

    /**
     * Keeps bytes of the body, by copying them.
     *
     * @return false: read no more from the client until {@link EntryOwner#onWritable}
     */
    boolean append(ByteBuffer chunk);

    /**
     * The request is whole.
     *
     * @return false: do not send the last byte before {@link EntryOwner#onStored} (durable journals only)
     */
    boolean whole();

    /** Whether all that has come of the request can be sent again. */
    boolean kept();

    /** A server is assigned: the next attempt. Never one that failed this request before. */
    void assigned(String server);

    /**
     * The first byte is about to be written to the server.
     *
     * @return false: write nothing before {@link EntryOwner#onStored} (durable journals only)
     */
    boolean sending();

    /** The last byte was written to the server. */
    void sentAll();

    /** The first byte of the reply has come. */
    void replyBegan();

    /**
     * The first byte is about to go to the client.
     *
     * @param reply what is known of the reply; with its bytes when it is whole and may be given again
     * @return false: write nothing before {@link EntryOwner#onStored} (durable journals only)
     */
    boolean delivering(ReplyFacts reply);

    /** The client has got the whole reply: the request is no longer kept. */
    void confirmed(long nowNanos);

    /**
     * The attempt failed, or no server was there for one. Ends the entry unless the verdict is a replay; then another
     * server is to be {@link #assigned}.
     *
     * @param otherServer whether another server is up, or may come up while the request waits in a queue for one
     */
    Verdict failed(FailureCause cause, boolean otherServer, long nowNanos);

    /** What {@link #failed} would say now. Changes nothing. */
    Verdict foresee(FailureCause cause, boolean otherServer, long nowNanos);

    /** The client left: the request is no longer kept. */
    void abandoned(long nowNanos);

    /** Reads the kept request from its beginning; for a replay, also while the body still comes. */
    RequestReader reader();
}
