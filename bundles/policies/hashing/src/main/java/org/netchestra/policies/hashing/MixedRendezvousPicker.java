package org.netchestra.policies.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
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

    private final ServerPool pool;
    private final long[] names;
    private final boolean weighted;
    private final KeySource source;

    public MixedRendezvousPicker(ServerPool pool, KeySource source) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.source = Objects.requireNonNull(source, "source");
        names = pool.members().stream()
                .mapToLong(member -> Md5.h64(member.server().name()))
                .toArray();
        weighted = RendezvousPicker.weighted(pool);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        RequestKey key = KeyHash.read(source, request);
        long hash = hash(key.array(), key.offset(), key.length());
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
