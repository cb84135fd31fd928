package org.netchestra.conformance;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/**
 * A picker that has seen a great many keys, and a long row of pickers, each of which adopted the one before: what is
 * remembered must stop growing.
 */
final class MemoryCheck implements Check {

    private static final int SERVERS = 16;
    private static final int KEYS = 60_000;
    private static final int MORE_KEYS = 30_000;
    private static final int FEW_KEYS = 5_000;
    private static final double BYTES_A_KEY = 2;
    private static final long MOST_BYTES = 64 << 20;
    private static final int PICKERS = 100;
    private static final int MORE_PICKERS = 200;
    private static final double BYTES_A_PICKER = 20;

    private final ProbeRequest request = new ProbeRequest();
    private int keys;

    @Override
    public String rule() {
        return "what it remembers is bounded";
    }

    @Override
    public @Nullable String breach(Subject subject) throws InterruptedException {
        String ofKeys = ofKeys(subject);
        return ofKeys == null ? ofPickers(subject) : ofKeys;
    }

    private @Nullable String ofKeys(Subject subject) throws InterruptedException {
        Picker picker = subject.picker(ProbePool.ofSize(SERVERS).snapshot());
        pick(picker, FEW_KEYS);
        long few = ReachableBytes.from(picker, subject.policy());
        if (few > MOST_BYTES) {
            return "it holds " + (few >> 20) + " MiB after " + FEW_KEYS + " requests";
        }
        pick(picker, KEYS - FEW_KEYS);
        long before = ReachableBytes.from(picker, subject.policy());
        pick(picker, MORE_KEYS);
        double growth = (double) (ReachableBytes.from(picker, subject.policy()) - before) / MORE_KEYS;
        return growth < BYTES_A_KEY
                ? null
                : String.format(
                        Locale.ROOT,
                        "after %d requests it still grew by %.0f bytes for each further one",
                        KEYS,
                        growth);
    }

    private void pick(Picker picker, int count) throws InterruptedException {
        for (int pick = 0; pick < count; pick++) {
            keys++;
            request.key("/memory/" + keys).nowNanos(keys * 1_000L);
            RealServer picked = picker.pick(request);
            if (picked != null) {
                picker.onOutcome(ProbeOutcome.reply(picked, 1_000_000, request.nowNanos()));
            }
            if ((pick & 0xff) == 0 && Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private @Nullable String ofPickers(Subject subject) {
        ServerPool pool = ProbePool.ofSize(3).snapshot();
        Picker picker = row(subject, subject.picker(pool), pool, PICKERS);
        long before = ReachableBytes.from(picker, subject.policy());
        picker = row(subject, picker, pool, MORE_PICKERS);
        double growth = (double) (ReachableBytes.from(picker, subject.policy()) - before) / MORE_PICKERS;
        return growth < BYTES_A_PICKER
                ? null
                : String.format(
                        Locale.ROOT, "it grew by %.0f bytes with each picker that adopted the one before", growth);
    }

    /** Always the same key: what is learned of keys is another question. */
    private Picker row(Subject subject, Picker first, ServerPool pool, int count) {
        Picker last = first;
        for (int made = 0; made < count; made++) {
            Picker next = subject.picker(pool);
            next.adopt(last);
            next.pick(request);
            last = next;
        }
        return last;
    }
}
