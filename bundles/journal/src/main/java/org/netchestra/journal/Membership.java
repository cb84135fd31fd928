package org.netchestra.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.TransactionStep;

/** An entry as a step of its transaction. */
final class Membership implements TransactionStep {

    private final Transaction transaction;
    private final EntryOwner owner;
    private final @Nullable String announcement;
    private @Nullable Entry entry;
    private volatile int number;
    private volatile boolean refused;

    Membership(Transaction transaction, EntryOwner owner, @Nullable String announcement) {
        this.transaction = transaction;
        this.owner = owner;
        this.announcement = announcement;
    }

    void entry(Entry newEntry) {
        entry = newEntry;
    }

    Transaction transaction() {
        return transaction;
    }

    @Override
    public long number() {
        return transaction.number();
    }

    @Override
    public String id() {
        return transaction.name();
    }

    @Override
    public @Nullable String announcement() {
        return announcement;
    }

    @Override
    public int step() {
        return number;
    }

    @Override
    public @Nullable String server() {
        return transaction.server();
    }

    @Override
    public boolean mayMove() {
        return transaction.rebuildable();
    }

    @Override
    public Turn awaitTurn() {
        return transaction.turnOf(this);
    }

    @Override
    public List<KeptStep> rebuild() {
        return transaction.rebuild();
    }

    @Override
    public String cookies(String header) {
        return transaction.cookies(header);
    }

    @Override
    public void last() {
        transaction.last();
    }

    void number(int step) {
        number = step;
    }

    boolean refused() {
        return refused;
    }

    void refuse() {
        refused = true;
    }

    void callTurn() {
        owner.onTurn();
    }

    void interrupt() {
        owner.onInterrupt();
    }

    int attempts() {
        Entry known = entry;
        return known == null ? 0 : known.attempts();
    }
}
