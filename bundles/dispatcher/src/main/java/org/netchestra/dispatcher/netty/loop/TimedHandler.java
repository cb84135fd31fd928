package org.netchestra.dispatcher.netty.loop;

import io.netty.channel.ChannelDuplexHandler;

/** What handles a channel, with one deadline at a time, which is watched only when it asks for that. Confined to its event loop. */
public abstract class TimedHandler extends ChannelDuplexHandler implements Timed {

    private int deadlineSlot = -1;

    @Override
    public final int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public final void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}
