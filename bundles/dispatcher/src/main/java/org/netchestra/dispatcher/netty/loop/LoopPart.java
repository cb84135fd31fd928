package org.netchestra.dispatcher.netty.loop;

/** Something that an event loop looks after beside its connections. Confined to its event loop. */
public interface LoopPart {

    /** Does what time brings about; called about ten times a second. */
    void sweep(long nowNanos);

    /** Lets go of everything, as the event loop ends. */
    default void close() {}
}
