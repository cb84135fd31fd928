package org.netchestra.api.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.annotation.versioning.ProviderType;

/** One exchange of a transaction. Confined to the exchange's event loop. */
@ProviderType
public interface TransactionStep {

    /** The transaction's ordinal number, for people. */
    long number();

    /** The transaction's name, for the application: header {@code Netchestra-Transaction}. */
    String id();

    /** What the client has to send with the next step, or null when it knows: the value of the cookie or header to set. */
    @Nullable
    String announcement();

    /** Which step of the transaction this is, from 1: header {@code Netchestra-Step}. */
    int step();

    /** The server the transaction is bound to, to be assigned if it is up; null before the first assignment. */
    @Nullable
    String server();

    /**
     * Whether the transaction may go on with another server than {@link #server}; if not, and that one takes no work, fail
     * the attempt with {@link FailureCause#REBUILD_FAILED}.
     */
    boolean mayMove();

    /**
     * Takes this step's turn: one step of a transaction is in flight at a time.
     *
     * @return whether it may go on: now; later, when {@link EntryOwner#onTurn} is called and this is asked again; or never
     *     (answer 503)
     */
    Turn awaitTurn();

    /**
     * The confirmed steps that have to be sent again to the server just assigned, in order, before this step; empty
     * unless the transaction is rebuilt.
     */
    List<KeptStep> rebuild();

    /** A Cookie header as the rebuilt server knows its cookies. */
    String cookies(String header);

    /** The application says that this was the last step. */
    void last();

    /** Whether a step may go on. */
    enum Turn {
        /** Now. */
        NOW,
        /** Not before the steps before it have ended: ask again then. */
        LATER,
        /** Never: the line is full, or the transaction was aborted. */
        NEVER
    }
}
