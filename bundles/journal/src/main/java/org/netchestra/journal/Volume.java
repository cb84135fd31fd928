package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionRules;

/** What the journal has of one virtual server, under whatever rules. Thread-safe. */
final class Volume {

    private final String name;
    private final Storage storage;
    private final RecordLog log;
    private final Counters counters;
    private final Happenings happenings;
    private final KeyTable keys;
    private final TransactionTable transactions;
    private final RetryBudget budget = new RetryBudget();
    private final ConcurrentMap<Long, Entry> inFlight = new ConcurrentHashMap<>();
    private final Queue<RecoveredRequest> recovered = new ConcurrentLinkedQueue<>();
    private final Queue<LogRecords.Bound> recoveredTransactions = new ConcurrentLinkedQueue<>();
    private volatile boolean durable;

    Volume(
            String name,
            Storage storage,
            RecordLog log,
            Counters counters,
            Happenings happenings,
            KeyTable keys,
            TransactionTable transactions) {
        this.name = name;
        this.storage = storage;
        this.log = log;
        this.counters = counters;
        this.happenings = happenings;
        this.keys = keys;
        this.transactions = transactions;
    }

    String name() {
        return name;
    }

    Storage storage() {
        return storage;
    }

    RecordLog log() {
        return log;
    }

    Counters counters() {
        return counters;
    }

    KeyTable keys() {
        return keys;
    }

    TransactionTable transactions() {
        return transactions;
    }

    RetryBudget budget() {
        return budget;
    }

    long nowMillis() {
        return happenings.nowMillis();
    }

    void rules(JournalRules rules) {
        durable = rules.durable();
    }

    boolean rebuilds(JournalRules rules) {
        TransactionRules transactionRules = rules.transactions();
        return transactionRules != null && transactionRules.rebuild();
    }

    void gaveUp(GiveUp why) {
        counters.gaveUp(why);
        happenings.gaveUp(name, why);
    }

    void opened(Entry entry) {
        counters.opened();
        inFlight.put(entry.id(), entry);
    }

    void ended(Entry entry, StepState outcome) {
        counters.ended(outcome);
        inFlight.remove(entry.id());
    }

    int size() {
        return inFlight.size();
    }

    List<Entry> entries() {
        return new ArrayList<>(inFlight.values());
    }

    void recovered(RecoveredRequest request) {
        recovered.add(request);
    }

    void recovered(LogRecords.Bound transaction) {
        recoveredTransactions.add(transaction);
    }

    /** Opens again the transactions that were open before the dispatcher's death; once. */
    void restoreTransactions(TransactionRules rules, long nowNanos) {
        for (LogRecords.Bound next = recoveredTransactions.poll(); next != null; next = recoveredTransactions.poll()) {
            transactions.restore(next, rules, nowNanos);
        }
    }

    /** Gives up requests that were found in flight and that nobody wanted. */
    void dropRecovered() {
        for (RecoveredRequest next = recovered.poll(); next != null; next = recovered.poll()) {
            log.end(next.record(), LogRecords.end(next.id(), StepState.ABANDONED));
            String key = next.open().key();
            if (key != null) {
                keys.free(key);
            }
            if (next.spilled()) {
                SpillFile.adopted(next.id(), storage, why -> {}).delete();
            }
        }
    }

    /** Ends all entries in the log: the journal closes while they go on. */
    void endAll() {
        inFlight.values().forEach(Entry::leaveLog);
    }

    @Nullable
    RecoveredRequest nextRecovered() {
        return recovered.poll();
    }

    /** What every new segment repeats of this virtual server. */
    List<ByteBuffer> checkpoint() {
        if (!durable) {
            return List.of();
        }
        return transactions.all().stream()
                .map(t -> LogRecords.transaction(t.bound()))
                .toList();
    }
}
