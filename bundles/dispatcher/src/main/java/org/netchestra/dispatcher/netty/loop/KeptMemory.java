package org.netchestra.dispatcher.netty.loop;

/** The memory in which the exchanges of one event loop may keep something, so that many large ones cannot take it all. Confined to the loop. */
public final class KeptMemory {

    private final int most;
    private int taken;

    /** @param most bytes that may be taken at a time */
    public KeptMemory(int most) {
        this.most = most;
    }

    /** Takes so many bytes, or none. */
    public boolean take(int bytes) {
        if (taken + bytes > most) {
            return false;
        }
        taken += bytes;
        return true;
    }

    /** Gives back what was taken. */
    public void give(int bytes) {
        taken -= bytes;
    }
}
