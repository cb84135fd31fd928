package org.netchestra.management;

import java.util.Map;
import java.util.function.LongSupplier;
import javax.management.DynamicMBean;
import javax.management.MBeanServer;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.RequestJournal;

/** Answers for the journal from a copy of its figures. Thread-safe. */
public final class JournalBean implements JournalMXBean {

    private final RequestJournal journal;
    private final Reading<JournalStatistics> statistics;

    JournalBean(RequestJournal journal, LongSupplier nanoClock) {
        this.journal = journal;
        statistics = new Reading<>(journal::statistics, nanoClock);
    }

    /**
     * Registers the MBean of a journal.
     *
     * @param nanoClock a monotonic clock
     * @return unregisters it
     */
    public static AutoCloseable register(RequestJournal journal, MBeanServer server, LongSupplier nanoClock) {
        Registrations registrations = new Registrations(server);
        DynamicMBean bean = new DescribedMBean(new JournalBean(journal, nanoClock), JournalMXBean.class);
        registrations.become(Map.of(ObjectNames.JOURNAL, () -> bean));
        return registrations::close;
    }

    @Override
    public int getInFlight() {
        return statistics.get().inFlight();
    }

    @Override
    public long getOpened() {
        return statistics.get().opened();
    }

    @Override
    public long getPassed() {
        return statistics.get().passed();
    }

    @Override
    public long getConfirmed() {
        return statistics.get().confirmed();
    }

    @Override
    public long getFailed() {
        return statistics.get().failed();
    }

    @Override
    public long getAbandoned() {
        return statistics.get().abandoned();
    }

    @Override
    public Map<String, Long> getReplaysByReason() {
        return statistics.get().replays();
    }

    @Override
    public Map<String, Long> getFailuresByReason() {
        return statistics.get().failures();
    }

    @Override
    public Map<String, Long> getGivenUpByReason() {
        return statistics.get().givenUp();
    }

    @Override
    public long getOutcomesUnknown() {
        return statistics.get().outcomesUnknown();
    }

    @Override
    public long getUnconfirmedReplies() {
        return statistics.get().unconfirmedReplies();
    }

    @Override
    public long getMemoryBytes() {
        return statistics.get().memoryBytes();
    }

    @Override
    public long getDiskBytes() {
        return statistics.get().diskBytes();
    }

    @Override
    public int getStoredReplies() {
        return statistics.get().storedReplies();
    }

    @Override
    public int getTransactions() {
        return statistics.get().transactions();
    }

    @Override
    public long getRecovered() {
        return statistics.get().recovered();
    }

    @Override
    public long getWriteErrors() {
        return statistics.get().writeErrors();
    }

    @Override
    public JournalEntryRow[] listInFlight(int max) {
        Refusal.requireMaximum(max);
        return journal.inFlight(max).stream().map(JournalEntryRow::new).toArray(JournalEntryRow[]::new);
    }

    @Override
    public TransactionRow[] listTransactions(int max) {
        Refusal.requireMaximum(max);
        return journal.transactions(max).stream().map(TransactionRow::new).toArray(TransactionRow[]::new);
    }

    @Override
    public boolean abortTransaction(long number) {
        return journal.abortTransaction(number);
    }

    @Override
    public boolean resendTransaction(long number) {
        return journal.resendTransaction(number);
    }
}
