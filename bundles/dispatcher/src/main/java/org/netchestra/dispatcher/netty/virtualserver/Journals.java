package org.netchestra.dispatcher.netty.virtualserver;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.RequestJournal;

/** A virtual server's journals, one for each set of rules in force. Thread-safe; an ordinary look-up is one volatile read. */
public final class Journals {

    /** The request journal, while there is one; shared by all virtual servers. */
    public static final class Source {
        private volatile @Nullable RequestJournal current;

        public @Nullable RequestJournal current() {
            return current;
        }

        public void set(@Nullable RequestJournal journal) {
            current = journal;
        }
    }

    /** More sets of rules than one configuration has routes; older ones are of configurations that are gone. */
    private static final int MOST_KNOWN = 64;

    private record Known(RequestJournal service, JournalRules rules, ExchangeJournal journal) {}

    private final Source source;
    private volatile Known[] known = {};

    Journals(Source source) {
        this.source = source;
    }

    boolean isThere() {
        return source.current() != null;
    }

    /**
     * The journal under these rules; null when they want none, or none is there.
     *
     * @param pool the virtual server's name, or that of its pool that has these rules
     */
    @Nullable
    @SuppressWarnings("ReferenceEquality") // equal rules of another configuration only cost another look-up
    ExchangeJournal under(String pool, JournalRules rules) {
        RequestJournal service = source.current();
        if (service == null || rules.failSafe() == FailSafe.OFF) {
            return null;
        }
        for (Known candidate : known) {
            if (candidate.rules == rules && candidate.service == service) {
                return candidate.journal;
            }
        }
        return open(service, pool, rules);
    }

    private synchronized ExchangeJournal open(RequestJournal service, String pool, JournalRules rules) {
        List<Known> next = new ArrayList<>();
        for (Known old : known) {
            if (old.service.equals(service)) {
                next.add(old);
            }
        }
        if (next.size() >= MOST_KNOWN) {
            next.remove(0);
        }
        ExchangeJournal opened = service.forVirtualServer(pool, rules);
        next.add(new Known(service, rules, opened));
        known = next.toArray(Known[]::new);
        return opened;
    }
}
