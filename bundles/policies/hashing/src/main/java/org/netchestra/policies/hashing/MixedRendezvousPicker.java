package org.netchestra.policies.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.KeyTail;
import org.netchestra.core.hash.Md5;
import org.netchestra.core.hash.SplitMix;

/**
 * Highest random weight whose draws are mixed from one hash of the key and one of each name, {@code mix(h(key) + H64(name))},
 * instead of hashed from both: a new key costs hardly more than a known one. Places keys differently from
 * {@link RendezvousPicker}, and just as evenly. Thread-safe; remembers nothing.
 */
public final class MixedRendezvousPicker implements Picker {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final int NOBODY = -1;
    /** More than what single precision and 31 of 64 bits lose. */
    private static final float ROUNDING = 1 + 0x1p-18f;
    /** Half of the circle: beyond it {@code -ln(u) <= x (1 + x)}, x being 1 - u, does not hold. */
    private static final float NEAR = 0.5f;

    private static final float UNIT = 0x1p-31f;

    private final ServerPool pool;
    private final long[] names;
    /** Positions of those who may win, their names and the reciprocals of their weights. */
    private final int[] live;

    private final long[] liveNames;
    private final float[] lightness;
    private final float heaviest;
    private final float lightest;
    private final boolean weighted;
    private final KeySource source;

    public MixedRendezvousPicker(ServerPool pool, KeySource source) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.source = Objects.requireNonNull(source, "source");
        names = pool.members().stream()
                .mapToLong(member -> Md5.h64(member.server().name()))
                .toArray();
        live = IntStream.range(0, names.length)
                .filter(index -> RendezvousPicker.live(pool.member(index)))
                .toArray();
        liveNames = IntStream.of(live).mapToLong(index -> names[index]).toArray();
        lightness = new float[live.length];
        float most = 0;
        float least = Float.POSITIVE_INFINITY;
        for (int index = 0; index < live.length; index++) {
            float weight = pool.member(live[index]).weight();
            lightness[index] = UNIT / weight;
            most = Math.max(most, weight);
            least = Math.min(least, weight);
        }
        heaviest = most;
        lightest = least;
        weighted = RendezvousPicker.weighted(pool);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RequestKey key = KeyHash.read(source, request);
        long hash = hash(key.array(), key.offset(), key.length());
        int winner = weighted ? clearWinner(hash) : highest(hash);
        if (winner == NOBODY) {
            return bestEligible(hash, request);
        }
        PoolMember member = pool.member(live[winner]);
        return Eligibility.of(member, request) ? member.server() : bestEligible(hash, request);
    }

    /** Of equal weights the highest draw wins; nobody only without servers. */
    private int highest(long hash) {
        int[] highs = Scores.atLeast(liveNames.length);
        int high = Integer.MIN_VALUE;
        for (int index = 0; index < liveNames.length; index++) {
            highs[index] = (int) (SplitMix.mix(hash + liveNames[index]) >>> 33);
            high = Math.max(high, highs[index]);
        }
        int best = NOBODY;
        for (int index = 0; index < liveNames.length; index++) {
            if (highs[index] == high && (best == NOBODY || higher(hash, index, best))) {
                best = index;
            }
        }
        return best;
    }

    private boolean higher(long hash, int index, int other) {
        return Long.compareUnsigned(SplitMix.mix(hash + liveNames[index]), SplitMix.mix(hash + liveNames[other])) > 0;
    }

    /**
     * The nearest, if that is clear without a logarithm: with {@code x = 1 - u}, {@code x <= -ln(u) <= x (1 + x)} as long as
     * x is small, so nobody can win whose x / weight is more than the least one's times (1 + x).
     */
    private int clearWinner(long hash) {
        int[] bounds = Scores.atLeast(liveNames.length);
        int least = Integer.MAX_VALUE;
        for (int index = 0; index < liveNames.length; index++) {
            int rest = (int) (~SplitMix.mix(hash + liveNames[index]) >>> 33);
            // As integers, positive floats have the same order.
            bounds[index] = Float.floatToRawIntBits(rest * lightness[index]);
            least = Math.min(least, bounds[index]);
        }
        float bound = Float.intBitsToFloat(least);
        float x = bound * heaviest;
        if (!(x < NEAR)) {
            return NOBODY;
        }
        int limit = Float.floatToRawIntBits(bound * (1 + x) * ROUNDING + 2 * UNIT / lightest);
        int winner = NOBODY;
        for (int index = 0; index < liveNames.length; index++) {
            if (bounds[index] <= limit) {
                if (winner != NOBODY) {
                    return NOBODY;
                }
                winner = index;
            }
        }
        return winner;
    }

    /** The nearest of those that are eligible now, by all draws. */
    private @Nullable RealServer bestEligible(long hash, PickRequest request) {
        RealServer best = null;
        long bestDraw = 0;
        double bestDistance = Double.POSITIVE_INFINITY;
        for (int index = 0; index < names.length; index++) {
            PoolMember member = pool.member(index);
            if (!Eligibility.of(member, request)) {
                continue;
            }
            long draw = SplitMix.mix(hash + names[index]);
            boolean better = weighted
                    ? RendezvousPicker.nearer(draw, member.weight(), bestDistance)
                    : Long.compareUnsigned(draw, bestDraw) > 0;
            if (best == null || better) {
                best = member.server();
                bestDraw = draw;
                bestDistance = weighted ? RendezvousPicker.distance(draw, member.weight()) : 0;
            }
        }
        return best;
    }

    /** The draw's distance to certainty: {@code -ln(u) / weight}. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        RequestKey key = KeyHash.read(source, request);
        long hash = hash(key.array(), key.offset(), key.length());
        long draw = SplitMix.mix(hash + Md5.h64(member.server().name()));
        return RendezvousPicker.distance(draw, member.weight());
    }

    /** Eight bytes a step, each of which reaches all bits of the result. */
    private static long hash(byte[] bytes, int offset, int length) {
        long hash = SplitMix.mix(length);
        int at = 0;
        for (; at + Long.BYTES <= length; at += Long.BYTES) {
            hash = SplitMix.mix(hash ^ (long) LONGS.get(bytes, offset + at));
        }
        return SplitMix.mix(hash ^ (at == length ? 0 : KeyTail.of(bytes, offset, length)));
    }
}
