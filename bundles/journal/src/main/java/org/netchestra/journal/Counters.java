package org.netchestra.journal;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Reason;

/** Totals of the journal. Thread-safe, wait-free to write. */
final class Counters {

    private final LongAdder opened = new LongAdder();
    private final Map<StepState, LongAdder> ended = adders(StepState.class);
    private final Map<Reason, LongAdder> replays = adders(Reason.class);
    private final Map<Reason, LongAdder> failures = adders(Reason.class);
    private final Map<GiveUp, LongAdder> givenUp = adders(GiveUp.class);
    private final LongAdder passed = new LongAdder();
    private final LongAdder unknown = new LongAdder();
    private final LongAdder unconfirmed = new LongAdder();
    private final LongAdder writeErrors = new LongAdder();

    private static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> type) {
        Map<E, LongAdder> map = new EnumMap<>(type);
        for (E constant : type.getEnumConstants()) {
            map.put(constant, new LongAdder());
        }
        return map;
    }

    private static <E extends Enum<E>> LongAdder of(Map<E, LongAdder> map, E constant) {
        LongAdder adder = map.get(constant);
        if (adder == null) {
            throw new IllegalStateException("no counter of " + constant);
        }
        return adder;
    }

    void opened() {
        opened.increment();
    }

    void passed() {
        passed.increment();
    }

    void unconfirmed() {
        unconfirmed.increment();
    }

    void ended(StepState outcome) {
        of(ended, outcome).increment();
    }

    void decided(Verdict verdict) {
        of(verdict.replays() ? replays : failures, verdict.reason()).increment();
        if (!verdict.replays() && verdict.outcomeUnknown()) {
            unknown.increment();
        }
    }

    void gaveUp(GiveUp why) {
        of(givenUp, why).increment();
    }

    void writeFailed() {
        writeErrors.increment();
    }

    long openedTotal() {
        return opened.sum();
    }

    long passedTotal() {
        return passed.sum();
    }

    long endedTotal(StepState outcome) {
        return of(ended, outcome).sum();
    }

    long unknownTotal() {
        return unknown.sum();
    }

    long unconfirmedTotal() {
        return unconfirmed.sum();
    }

    long writeErrorsTotal() {
        return writeErrors.sum();
    }

    Map<String, Long> replaysByReason() {
        return nonZero(replays);
    }

    Map<String, Long> failuresByReason() {
        return nonZero(failures);
    }

    Map<String, Long> givenUpByReason() {
        return nonZero(givenUp);
    }

    private static <E extends Enum<E>> Map<String, Long> nonZero(Map<E, LongAdder> map) {
        Map<String, Long> values = new TreeMap<>();
        map.forEach((constant, adder) -> {
            if (adder.sum() > 0) {
                values.put(constant.name(), adder.sum());
            }
        });
        return values;
    }
}
