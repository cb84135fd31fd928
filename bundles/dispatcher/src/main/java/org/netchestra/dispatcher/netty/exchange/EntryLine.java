package org.netchestra.dispatcher.netty.exchange;

import io.netty.channel.EventLoop;
import org.netchestra.api.journal.EntryOwner;

/**
 * What the journal has to say to an exchange, brought to its event loop; an exchange that has gone on to another request hears
 * nothing of it. Thread-safe.
 */
public final class EntryLine implements EntryOwner {

    private final EventLoop loop;
    private final Forwarding forwarding;

    EntryLine(EventLoop loop, Forwarding forwarding) {
        this.loop = loop;
        this.forwarding = forwarding;
    }

    @Override
    public void onWritable() {
        call(() -> forwarding.body().journalWritable());
    }

    @Override
    public void onStored() {
        call(forwarding::stored);
    }

    @Override
    public void onTurn() {
        call(forwarding::turnCame);
    }

    @Override
    public void onInterrupt() {
        call(forwarding.broken()::interrupted);
    }

    private void call(Runnable news) {
        if (!loop.isShuttingDown()) {
            loop.execute(() -> {
                if (forwarding.safekeeping().isOn(this)) {
                    news.run();
                }
            });
        }
    }
}
