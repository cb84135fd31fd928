package org.netchestra.dispatcher.netty.warmup;

import java.util.List;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.EntryStatus;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.journal.TransactionStatus;

/**
 * The request journal for exchanges that nobody counts: they pass it by. One that a server fails under, as may be when the warm-up ends, has
 * its entry in the real one. Thread-safe.
 */
final class UncountedJournal implements RequestJournal {

    private final RequestJournal real;

    UncountedJournal(RequestJournal real) {
        this.real = real;
    }

    @Override
    public ExchangeJournal forVirtualServer(String name, JournalRules rules) {
        ExchangeJournal kept = real.forVirtualServer(name, rules);
        return new ExchangeJournal() {
            @Override
            public JournalEntry open(JournalRequest request, EntryOwner owner, long nowNanos) {
                return kept.open(request, owner, nowNanos);
            }

            @Override
            public boolean mayRepeat(JournalRequest request) {
                return kept.mayRepeat(request);
            }

            @Override
            public void passed(long nowNanos) {}

            @Override
            public void unconfirmed() {}

            @Override
            public List<JournalEntry> takeRecovered(OwnerSource owner, long nowNanos) {
                return List.of();
            }
        };
    }

    @Override
    public JournalStatistics statistics() {
        return real.statistics();
    }

    @Override
    public List<EntryStatus> inFlight(int max) {
        return real.inFlight(max);
    }

    @Override
    public List<TransactionStatus> transactions(int max) {
        return real.transactions(max);
    }

    @Override
    public boolean abortTransaction(long number) {
        return real.abortTransaction(number);
    }

    @Override
    public boolean resendTransaction(long number) {
        return real.resendTransaction(number);
    }
}
