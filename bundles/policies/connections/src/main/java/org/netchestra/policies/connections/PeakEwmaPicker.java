package org.netchestra.policies.connections;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Peak EWMA, after Finagle's balancer: the smallest cost * (in flight + 1), the first of equals. The cost is the time to
 * first byte, which takes over every peak at once and falls back by the clock with time constant tau, so a server that
 * has become slow is left at once and tried again later.
 *
 * <p>A server that was never measured costs nothing while idle and a {@linkplain #PENALTY_SECONDS penalty} while busy.
 * Weights matter only as zero or not.
 *
 * <p>Deviation: a failed attempt can raise a server's cost but never lower it; otherwise a server that refuses
 * connections at once would attract everything. Thread-safe and lock-free; the averages outlive pool snapshots.
 */
public final class PeakEwmaPicker implements Picker {

    private static final double PENALTY_SECONDS = 1e18;

    /** Above any level: a level is below 2^63 nanoseconds / 1 ms. */
    private static final double PENALTY_LEVEL = 1e15;

    private static final double[] LOGARITHMS = logarithms(1024);

    private final ServerPool pool;
    private final double tauNanos;
    private final PeakEwma[] averages;
    private final AtomicLong readAtNanos = new AtomicLong(Long.MIN_VALUE);

    /** @param tauNanos time in which a cost falls to 1/e, at least a millisecond */
    public PeakEwmaPicker(ServerPool pool, long tauNanos) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.tauNanos = tauNanos;
        averages = new PeakEwma[pool.size()];
        for (int index = 0; index < averages.length; index++) {
            averages[index] = new PeakEwma(tauNanos);
        }
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RealServer least = null;
        double leastRank = 0;
        for (int index = 0; index < averages.length; index++) {
            PoolMember member = pool.member(index);
            if (LeastPicker.eligible(member, request)) {
                double rank = rank(averages[index].level(), member.server().inFlight());
                if (least == null || rank < leastRank) {
                    least = member.server();
                    leastRank = rank;
                }
            }
        }
        readAtNanos.setOpaque(Math.max(readAtNanos.getOpaque(), request.nowNanos()));
        return least;
    }

    @Override
    public void onOutcome(Outcome outcome) {
        PeakEwma average = averageOf(outcome.server());
        if (average == null) {
            return;
        }
        if (outcome.failed() || outcome.firstByteNanos() < 0) {
            average.failure(outcome.totalNanos(), outcome.endedAtNanos());
        } else {
            average.sample(outcome.firstByteNanos(), outcome.endedAtNanos(), readAtNanos.getOpaque());
        }
    }

    /** Shares the averages with the predecessor, which goes on measuring what it began. */
    @Override
    public void adopt(Picker predecessor) {
        if (predecessor instanceof PeakEwmaPicker earlier) {
            readAtNanos.set(earlier.readAtNanos.get());
            for (int index = 0; index < averages.length; index++) {
                PeakEwma known = earlier.averageOf(pool.member(index).server());
                averages[index] = known == null ? averages[index] : known.withTau(tauNanos);
            }
        }
    }

    /** Seconds. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        PeakEwma average = averageOf(member.server());
        int inFlight = member.server().inFlight();
        if (average == null || average.level() == PeakEwma.UNKNOWN) {
            return inFlight == 0 ? 0 : PENALTY_SECONDS + inFlight;
        }
        return average.costNanos(request.nowNanos()) / 1e9 * (inFlight + 1L);
    }

    /** The cost of a server now, in seconds; 0 when it was never measured. */
    public double averageSeconds(RealServer server, long nowNanos) {
        PeakEwma average = averageOf(server);
        return average == null ? 0 : average.costNanos(nowNanos) / 1e9;
    }

    private static double rank(double level, int inFlight) {
        if (level == PeakEwma.UNKNOWN) {
            return inFlight == 0 ? Double.NEGATIVE_INFINITY : PENALTY_LEVEL + inFlight;
        }
        return level + (inFlight < LOGARITHMS.length ? LOGARITHMS[inFlight] : Math.log1p(inFlight));
    }

    private @Nullable PeakEwma averageOf(RealServer server) {
        for (int index = 0; index < averages.length; index++) {
            if (pool.member(index).server() == server) {
                return averages[index];
            }
        }
        return null;
    }

    private static double[] logarithms(int count) {
        double[] table = new double[count];
        for (int index = 0; index < count; index++) {
            table[index] = Math.log1p(index);
        }
        return table;
    }
}
