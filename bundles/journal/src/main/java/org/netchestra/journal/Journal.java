package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.journal.EntryStatus;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionStatus;
import org.netchestra.api.journal.Verdict;

/** The request journal. Thread-safe; {@link #tick} and {@link #close} are for whoever runs it. */
public final class Journal implements RequestJournal, AutoCloseable {

    private static final int BLOCKS = 256;
    private static final int ID_BITS_BELOW_MILLIS = 20;

    private final JournalSettings settings;
    private final Supplier<byte[]> random;
    private final SecretKey secret;
    private final LongSupplier nanos;
    private final Happenings happenings;
    private final Counters counters = new Counters();
    private final Storage storage;
    private final SegmentLog log;
    private final ConcurrentMap<String, Volume> volumes = new ConcurrentHashMap<>();
    private final AtomicLong ids;
    private final AtomicLong transactionNumbers = new AtomicLong();
    private final long recoveredUntilMillis;
    private final long recovered;
    private final int torn;

    /** What the journal needs of the world: threads, clocks, chance. */
    public record Surroundings(
            Executor writing,
            Executor reading,
            ClusterEvents events,
            Clock clock,
            LongSupplier nanos,
            Supplier<byte[]> random,
            SecretKey secret) {}

    /**
     * Opens the journal and reads what an earlier one left; blocks while it reads.
     *
     * @param surroundings {@code writing} runs one task at a time; both executors' threads may block; {@code random} gives 16
     *     random bytes at each call; {@code secret} signs the names of transactions
     */
    public Journal(JournalSettings settings, Surroundings surroundings) throws IOException {
        this.settings = settings;
        random = surroundings.random();
        secret = surroundings.secret();
        nanos = surroundings.nanos();
        happenings = new Happenings(surroundings.events(), surroundings.clock());
        DiskWriter writer =
                new DiskWriter(surroundings.writing(), settings.fsync(), settings.queueBytes(), this::diskFailed);
        storage = new Storage(
                settings.directory(),
                new ByteBudget(settings.memoryBytes()),
                new ByteBudget(settings.diskBytes()),
                writer,
                surroundings.reading(),
                new BlockPool(BLOCKS));
        Recovery found = Recovery.read(settings.directory());
        long now = happenings.nowMillis();
        log = new SegmentLog(
                settings.directory(),
                found.nextSequence(),
                writer,
                storage.blocks(),
                new SegmentLog.Limits(
                        settings.segmentBytes(),
                        settings.logBytes(),
                        settings.segmentAge().toMillis()),
                settings.fsync() != Fsync.OFF,
                now,
                this::checkpoint);
        ids = new AtomicLong(Math.max(now << ID_BITS_BELOW_MILLIS, found.lastId() + 1));
        recoveredUntilMillis = now + settings.keepReplies().toMillis();
        recovered = restore(found, now);
        torn = found.torn();
    }

    private int restore(Recovery found, long nowMillis) throws IOException {
        List<RecoveredRequest> requests = found.inFlight();
        for (Recovery.Found segment : found.segments()) {
            log.adopt(segment.path(), segment.createdMillis(), segment.repliesUntilMillis(), segment.entries());
        }
        for (LogRecords.Delivering reply : found.replies()) {
            if (reply.untilMillis() > nowMillis) {
                volume(reply.virtualServer())
                        .keys()
                        .restore(reply.key(), reply.fingerprint(), reply.reply(), reply.untilMillis());
            }
        }
        int replayed = 0;
        for (RecoveredRequest request : requests) {
            replayed += restore(request, nowMillis) ? 1 : 0;
        }
        for (LogRecords.Bound bound : found.transactions()) {
            transactionNumbers.accumulateAndGet(bound.number(), Math::max);
            volume(bound.virtualServer()).recovered(bound);
        }
        for (Path leftover : found.leftovers()) {
            Files.deleteIfExists(leftover);
        }
        if (!requests.isEmpty()) {
            happenings.recovered(requests.size(), replayed, found.torn());
        }
        return requests.size();
    }

    private boolean restore(RecoveredRequest request, long nowMillis) throws IOException {
        LogRecords.Open open = request.open();
        Volume volume = volume(open.virtualServer());
        Verdict verdict = request.verdict();
        counters.decided(verdict);
        if (verdict.replays()) {
            if (open.key() != null) {
                volume.keys().claim(open.key(), open.fingerprint(), nowMillis);
            }
            volume.recovered(request);
            return true;
        }
        log.end(request.record(), LogRecords.end(request.id(), StepState.ABANDONED));
        Files.deleteIfExists(SpillFile.pathOf(settings.directory(), request.id()));
        return false;
    }

    private Volume volume(String name) {
        return volumes.computeIfAbsent(
                name,
                n -> new Volume(
                        n,
                        storage,
                        log,
                        counters,
                        happenings,
                        new KeyTable(settings.keepReplies().toMillis(), settings.replyBytes()),
                        new TransactionTable(n, transactionNumbers, happenings)));
    }

    @Override
    public ExchangeJournal forVirtualServer(String name, JournalRules rules) {
        Volume volume = volume(name);
        volume.rules(rules);
        TransactionRules transactionRules = rules.transactions();
        TransactionNames names = null;
        if (transactionRules != null) {
            names = new TransactionNames(name, transactionRules, secret, random);
            volume.restoreTransactions(transactionRules, nanos.getAsLong());
        }
        return new RuledJournal(volume, rules, names, ids::getAndIncrement);
    }

    private List<ByteBuffer> checkpoint() {
        return volumes.values().stream().flatMap(v -> v.checkpoint().stream()).toList();
    }

    /** Expires what is old; to be called every 100 ms. */
    public void tick() {
        long nowMillis = happenings.nowMillis();
        storage.writer().syncSoon();
        log.tick(nowMillis);
        for (Volume volume : volumes.values()) {
            volume.keys().expire(nowMillis);
            volume.transactions().expire(nanos.getAsLong());
            if (nowMillis > recoveredUntilMillis) {
                volume.dropRecovered();
            }
        }
    }

    /** Ends every entry in flight, so that a successor does not take them for its own, and closes the files. */
    @Override
    public void close() {
        volumes.values().forEach(Volume::endAll);
        log.close();
    }

    private void diskFailed(Exception failure) {
        counters.writeFailed();
        happenings.diskFailed(failure);
    }

    @Override
    public JournalStatistics statistics() {
        return new JournalStatistics(
                volumes.values().stream().mapToInt(Volume::size).sum(),
                counters.openedTotal(),
                counters.passedTotal(),
                counters.endedTotal(StepState.CONFIRMED),
                counters.endedTotal(StepState.FAILED),
                counters.endedTotal(StepState.ABANDONED),
                counters.replaysByReason(),
                counters.failuresByReason(),
                counters.givenUpByReason(),
                counters.unknownTotal(),
                counters.unconfirmedTotal(),
                storage.memory().used() + storage.writer().queuedBytes(),
                storage.disk().used() + log.bytes(),
                volumes.values().stream().mapToInt(v -> v.keys().size()).sum(),
                volumes.values().stream().mapToInt(v -> v.transactions().size()).sum(),
                recovered,
                torn,
                counters.writeErrorsTotal());
    }

    @Override
    public List<EntryStatus> inFlight(int max) {
        long now = nanos.getAsLong();
        return volumes.values().stream()
                .flatMap(v -> v.entries().stream())
                .sorted(Comparator.comparingLong(Entry::id))
                .limit(max)
                .map(e -> e.status(now))
                .toList();
    }

    @Override
    public List<TransactionStatus> transactions(int max) {
        long now = nanos.getAsLong();
        return allTransactions()
                .map(t -> t.status(now))
                .sorted(Comparator.comparing(TransactionStatus::inFlight)
                        .reversed()
                        .thenComparingLong(TransactionStatus::number))
                .limit(max)
                .toList();
    }

    private Stream<Transaction> allTransactions() {
        return volumes.values().stream().flatMap(v -> v.transactions().all().stream());
    }

    @Override
    public boolean abortTransaction(long number) {
        for (Volume volume : volumes.values()) {
            Transaction found = volume.transactions().numbered(number);
            if (found != null) {
                Membership running = found.abort();
                volume.transactions().remove(found);
                if (running != null) {
                    running.interrupt();
                }
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean resendTransaction(long number) {
        Membership running = allTransactions()
                .filter(t -> t.number() == number)
                .map(Transaction::inFlight)
                .filter(m -> m != null)
                .findFirst()
                .orElse(null);
        if (running != null) {
            running.interrupt();
        }
        return running != null;
    }
}
