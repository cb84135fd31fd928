package org.netchestra.dispatcher.netty.loop;

/** The memory in which the exchanges of one event loop may keep bodies, so that many large ones cannot take it all. Confined to the loop. */
public final class KeptMemory {

    private static final int MOST = 32 << 20;

    private int taken;

    /** Takes so many bytes, or none. */
    public boolean take(int bytes) {
        if (taken + bytes > MOST) {
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
