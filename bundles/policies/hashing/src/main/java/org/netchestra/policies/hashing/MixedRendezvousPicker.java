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
    /** So that a logarithm decides where rounding could. */
    private static final double ROUNDING = 1 + 0x1p-40;

    private final ServerPool pool;
    private final long[] names;
    /** Positions of those who may win, their names and the reciprocals of their weights. */
    private final int[] live;

    private final long[] liveNames;
    private final double[] lightness;
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
        lightness = IntStream.of(live)
                .mapToDouble(index -> 1.0 / pool.member(index).weight())
                .toArray();
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
        int best = NOBODY;
        long bestDraw = 0;
        for (int index = 0; index < liveNames.length; index++) {
            // Compared as signed numbers with the sign bit turned, that is as unsigned ones.
            long draw = SplitMix.mix(hash + liveNames[index]) ^ Long.MIN_VALUE;
            if (draw > bestDraw || best == NOBODY) {
                best = index;
                bestDraw = draw;
            }
        }
        return best;
    }

    /**
     * The nearest, if that is clear from one logarithm: since {@code -ln(u) >= 1 - u}, who is further than the nearest by
     * the right side is further by the left one too, unless it is very close.
     */
    private int clearWinner(long hash) {
        int best = NOBODY;
        double least = Double.POSITIVE_INFINITY;
        double second = Double.POSITIVE_INFINITY;
        for (int index = 0; index < liveNames.length; index++) {
            double bound = (1 - RendezvousPicker.unit(SplitMix.mix(hash + liveNames[index]))) * lightness[index];
            if (bound < second) {
                if (bound < least) {
                    second = least;
                    least = bound;
                    best = index;
                } else {
                    second = bound;
                }
            }
        }
        if (best == NOBODY) {
            return NOBODY;
        }
        double distance = -Math.log(RendezvousPicker.unit(SplitMix.mix(hash + liveNames[best]))) * lightness[best];
        return distance * ROUNDING < second ? best : NOBODY;
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
        long rest = 0;
        for (int shift = 0; at < length; at++, shift += Byte.SIZE) {
            rest |= (bytes[offset + at] & 0xffL) << shift;
        }
        return SplitMix.mix(hash ^ rest);
    }
}
