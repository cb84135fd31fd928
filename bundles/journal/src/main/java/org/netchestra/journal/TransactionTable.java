package org.netchestra.journal;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.TransactionRules;

/** The open transactions of a virtual server. Thread-safe; the lock is held for a look-up. */
final class TransactionTable {

    private final String virtualServer;
    private final AtomicLong numbers;
    private final Happenings happenings;
    /** The one used longest ago first. */
    private final LinkedHashMap<String, Transaction> byName = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * @param numbers the last number given to a transaction of any virtual server
     */
    TransactionTable(String virtualServer, AtomicLong numbers, Happenings happenings) {
        this.virtualServer = virtualServer;
        this.numbers = numbers;
        this.happenings = happenings;
    }

    /** Makes a request a step of its transaction, a new one if need be; null when it belongs to none. */
    @Nullable
    Membership join(
            TransactionNames names, TransactionRules rules, JournalRequest request, EntryOwner owner, long nowNanos) {
        String target = request.target();
        if (!names.covers(target)) {
            return null;
        }
        String known = names.in(request);
        if (known == null && !names.begins()) {
            return null;
        }
        String name = known == null ? names.next() : known;
        Transaction transaction = find(name, rules, nowNanos);
        Membership step = new Membership(transaction, owner, known == null ? names.signed(name) : null);
        if (!contains(transaction)) {
            step.refuse();
        }
        return step;
    }

    /** Makes a request that was found after a restart a step of its transaction again. */
    Membership rejoin(String name, TransactionRules rules, EntryOwner owner, long nowNanos) {
        Membership step = new Membership(find(name, rules, nowNanos), owner, null);
        step.awaitTurn();
        return step;
    }

    private synchronized Transaction find(String name, TransactionRules rules, long nowNanos) {
        Transaction found = byName.get(name);
        if (found != null) {
            return found;
        }
        Transaction fresh =
                new Transaction(virtualServer, numbers.incrementAndGet(), name, rules, happenings, nowNanos);
        if (byName.size() < rules.limits().transactions() || makeRoom()) {
            byName.put(name, fresh);
        }
        return fresh;
    }

    private boolean makeRoom() {
        Iterator<Transaction> oldest = byName.values().iterator();
        while (oldest.hasNext()) {
            Transaction next = oldest.next();
            if (next.idle()) {
                oldest.remove();
                next.release();
                return true;
            }
        }
        return false;
    }

    private synchronized boolean contains(Transaction transaction) {
        return byName.get(transaction.name()) == transaction;
    }

    /** Takes over what the journal knew of a transaction before the dispatcher's death. */
    synchronized void restore(LogRecords.Bound bound, TransactionRules rules, long nowNanos) {
        Transaction transaction =
                new Transaction(virtualServer, bound.number(), bound.transaction(), rules, happenings, nowNanos);
        transaction.restore(bound.server(), bound.confirmed());
        byName.put(bound.transaction(), transaction);
    }

    /** A transaction had its last step. */
    synchronized void remove(Transaction transaction) {
        if (byName.remove(transaction.name(), transaction)) {
            transaction.release();
        }
    }

    synchronized void expire(long nowNanos) {
        byName.values().removeIf(t -> {
            boolean expired = t.expired(nowNanos);
            if (expired) {
                t.release();
            }
            return expired;
        });
    }

    synchronized List<Transaction> all() {
        return new ArrayList<>(byName.values());
    }

    synchronized int size() {
        return byName.size();
    }

    synchronized @Nullable Transaction numbered(long number) {
        for (Map.Entry<String, Transaction> entry : byName.entrySet()) {
            if (entry.getValue().number() == number) {
                return entry.getValue();
            }
        }
        return null;
    }
}
