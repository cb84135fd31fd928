package org.netchestra.journal;

import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.journal.EntryOwner;

/** An exchange that counts what it is told. Thread-safe. */
final class TestOwner implements EntryOwner {

    final AtomicInteger writable = new AtomicInteger();
    final AtomicInteger stored = new AtomicInteger();
    final AtomicInteger turns = new AtomicInteger();
    final AtomicInteger interrupts = new AtomicInteger();

    @Override
    public void onWritable() {
        writable.incrementAndGet();
    }

    @Override
    public void onStored() {
        stored.incrementAndGet();
    }

    @Override
    public void onTurn() {
        turns.incrementAndGet();
    }

    @Override
    public void onInterrupt() {
        interrupts.incrementAndGet();
    }
}
