package org.netchestra.dispatcher.netty;

/** Something that an event loop looks after beside its connections. Confined to its event loop. */
interface LoopPart {

    /** Does what time brings about; called about ten times a second. */
    void sweep(long nowNanos);

    /** Lets go of everything, as the event loop ends. */
    default void close() {}
}
