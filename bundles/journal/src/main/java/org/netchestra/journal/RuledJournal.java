package org.netchestra.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.TransactionRules;

/** A virtual server's volume under one set of rules. Thread-safe. */
final class RuledJournal implements ExchangeJournal {

    private static final String IDEMPOTENCY_KEY = "idempotency-key";

    private final Volume volume;
    private final JournalRules rules;
    private final @Nullable TransactionNames names;
    private final LongSupplier ids;

    RuledJournal(Volume volume, JournalRules rules, @Nullable TransactionNames names, LongSupplier ids) {
        this.volume = volume;
        this.rules = rules;
        this.names = names;
        this.ids = ids;
    }

    @Override
    public JournalEntry open(JournalRequest request, EntryOwner owner, long nowNanos) {
        long id = ids.getAsLong();
        volume.budget().request(nowNanos);
        Entry.Facts facts = facts(request);
        if (facts.key() != null) {
            EarlierOutcome earlier = volume.keys().claim(facts.key(), facts.fingerprint(), volume.nowMillis());
            if (earlier != null) {
                return new RepeatedEntry(id, earlier);
            }
        }
        TransactionRules transactionRules = rules.transactions();
        Membership member = names == null || transactionRules == null
                ? null
                : volume.transactions().join(names, transactionRules, request, owner, nowNanos);
        KeptRequest kept = new KeptRequest(id, request.head(), rules.maxBodyBytes(), volume.storage(), volume::gaveUp);
        Entry entry = new Entry(volume, rules, id, facts, owner, kept, member, new Step(), null, nowNanos);
        volume.opened(entry);
        return entry;
    }

    private Entry.Facts facts(JournalRequest request) {
        String key = request.header(IDEMPOTENCY_KEY);
        long fingerprint = key == null ? 0 : Fingerprint.of(request.head(), request.header("authorization"));
        return new Entry.Facts(request.methodClass(), key, fingerprint, isDeclared(request));
    }

    private boolean isDeclared(JournalRequest request) {
        if (rules.replayable().isEmpty()) {
            return false;
        }
        String target = request.target();
        return rules.replayable().stream().anyMatch(path -> TransactionNames.startsWith(target, path));
    }

    @Override
    public boolean mayRepeat(JournalRequest request) {
        return Situation.unanswered(
                        rules.failSafe(),
                        request.methodClass(),
                        request.header(IDEMPOTENCY_KEY) != null,
                        isDeclared(request))
                .mayBeRepeated();
    }

    @Override
    public void passed(long nowNanos) {
        volume.budget().request(nowNanos);
        volume.counters().passed();
    }

    @Override
    public void unconfirmed() {
        volume.counters().unconfirmed();
    }

    @Override
    public List<JournalEntry> takeRecovered(OwnerSource owner, long nowNanos) {
        List<JournalEntry> entries = new ArrayList<>();
        RecoveredRequest next = volume.nextRecovered();
        while (next != null) {
            entries.add(restored(next, owner.owner(next.server()), nowNanos));
            next = volume.nextRecovered();
        }
        return entries;
    }

    private Entry restored(RecoveredRequest found, EntryOwner owner, long nowNanos) {
        LogRecords.Open open = found.open();
        KeptRequest kept = KeptRequest.restored(found, volume.storage(), volume::gaveUp);
        Entry.Facts facts = new Entry.Facts(open.method(), open.key(), open.fingerprint(), open.declared());
        Step step = new Step(found.state(), found.attempts());
        Membership member = rejoined(open, owner, nowNanos);
        Entry entry = new Entry(volume, rules, found.id(), facts, owner, kept, member, step, found.record(), nowNanos);
        volume.opened(entry);
        return entry;
    }

    private @Nullable Membership rejoined(LogRecords.Open open, EntryOwner owner, long nowNanos) {
        TransactionRules transactionRules = rules.transactions();
        return transactionRules == null || open.transaction().isEmpty()
                ? null
                : volume.transactions().rejoin(open.transaction(), transactionRules, owner, nowNanos);
    }
}
