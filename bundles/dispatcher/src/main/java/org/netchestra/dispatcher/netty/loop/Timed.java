package org.netchestra.dispatcher.netty.loop;

/** Something that must not take for ever. Confined to one event loop. */
public interface Timed {

    /** No deadline. */
    long NEVER = Long.MAX_VALUE;

    /** The monotonic clock at which {@link #onDeadline} is due, or {@link #NEVER}. */
    long deadlineNanos();

    /** The deadline has passed. Must set a later one, or leave {@link Deadlines}. */
    void onDeadline(long nowNanos);

    /** The dispatcher ends: lets go at once. */
    void stop();

    /** Where {@link Deadlines} keeps this; its own business. */
    int deadlineSlot();

    void deadlineSlot(int slot);
}
