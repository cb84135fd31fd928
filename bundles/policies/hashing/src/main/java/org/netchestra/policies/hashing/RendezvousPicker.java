package org.netchestra.policies.hashing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
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

/**
 * Highest random weight, or rendezvous hashing (Thaler and Ravishankar 1998): each member draws {@code h = H64(name|key)},
 * and the best draw wins: among equal weights the highest h, else the highest {@code weight / -ln(u)}, u being h on the
 * scale of 0 to 1. The order of the draws is the key's order of fall-backs.
 *
 * <p>No table, the best balance of all, exact weights, and when a weight changes only keys of that member move: so the weight
 * is the one of this instant, slow start included. But a hash for each member and new key, see
 * {@link MixedRendezvousPicker}. The winners of recent keys are remembered. Thread-safe.
 */
public final class RendezvousPicker implements Picker {

    private static final long NOBODY = -1;
    private static final double UNIT = 0x1p-53;
    /** So that a logarithm decides where rounding could. */
    private static final double ROUNDING = 1 + 0x1p-40;

    private static final ThreadLocal<byte[]> SCRATCH = ThreadLocal.withInitial(() -> new byte[1024]);

    private final ServerPool pool;
    private final byte[][] prefixes;
    private final int longestPrefix;
    private final boolean weighted;
    private final KeyHash winners;

    public RendezvousPicker(ServerPool pool, KeySource source) {
        this.pool = Objects.requireNonNull(pool, "pool");
        prefixes = pool.members().stream()
                .map(member -> (member.server().name() + "|").getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        longestPrefix =
                Arrays.stream(prefixes).mapToInt(prefix -> prefix.length).max().orElse(0);
        weighted = weighted(pool);
        winners = new KeyHash(source, (bytes, offset, length) -> winner(bytes, offset, length, null));
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        long winner = winners.of(request);
        if (winner == NOBODY) {
            return null;
        }
        PoolMember member = pool.member((int) winner);
        return Eligibility.of(member, request) ? member.server() : pickNextBest(request);
    }

    /** The draw's distance to certainty: {@code -ln(u) / weight}. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        int index = pool.members().indexOf(member);
        RequestKey key = winners.read(request);
        byte[] scratch = scratchWith(key.array(), key.offset(), key.length());
        return index < 0 ? Double.NaN : distance(draw(scratch, index, key.length()), member.weight());
    }

    private @Nullable RealServer pickNextBest(PickRequest request) {
        RequestKey key = winners.read(request);
        long next = winner(key.array(), key.offset(), key.length(), request);
        return next == NOBODY ? null : pool.member((int) next).server();
    }

    /** The best of the members that are eligible for a request, or of those that are live when there is none. */
    private long winner(byte[] bytes, int offset, int length, @Nullable PickRequest request) {
        byte[] scratch = scratchWith(bytes, offset, length);
        long best = NOBODY;
        long bestDraw = 0;
        double bestDistance = Double.POSITIVE_INFINITY;
        for (int index = 0; index < prefixes.length; index++) {
            PoolMember member = pool.member(index);
            if (request == null ? live(member) : Eligibility.of(member, request)) {
                long draw = draw(scratch, index, length);
                boolean better = weighted
                        ? nearer(draw, member.weight(), bestDistance)
                        : Long.compareUnsigned(draw, bestDraw) > 0;
                if (best == NOBODY || better) {
                    best = index;
                    bestDraw = draw;
                    bestDistance = weighted ? distance(draw, member.weight()) : 0;
                }
            }
        }
        return best;
    }

    static boolean live(PoolMember member) {
        return member.up() && member.weight() > 0;
    }

    /** Whether the weights of those who may win differ. */
    static boolean weighted(ServerPool pool) {
        return pool.members().stream()
                        .mapToInt(PoolMember::weight)
                        .filter(weight -> weight > 0)
                        .distinct()
                        .count()
                > 1;
    }

    /** {@code -ln(u) / weight}; infinite for a weight of 0. */
    static double distance(long draw, int weight) {
        return -Math.log(unit(draw)) / weight;
    }

    /** Whether a draw's distance is less than another. Since {@code -ln(u) >= 1 - u}, few draws need a logarithm to tell. */
    static boolean nearer(long draw, int weight, double distance) {
        return 1 - unit(draw) < distance * weight * ROUNDING && distance(draw, weight) < distance;
    }

    /** Between 0 and 1, both excluded. */
    static double unit(long draw) {
        return ((draw >>> 11) + 0.5) * UNIT;
    }

    /** The key, with room for any member's prefix in front of it. */
    private byte[] scratchWith(byte[] bytes, int offset, int length) {
        byte[] scratch = SCRATCH.get();
        if (scratch.length < longestPrefix + length) {
            scratch = new byte[2 * (longestPrefix + length)];
            SCRATCH.set(scratch);
        }
        System.arraycopy(bytes, offset, scratch, longestPrefix, length);
        return scratch;
    }

    private long draw(byte[] scratch, int index, int length) {
        byte[] prefix = prefixes[index];
        int from = longestPrefix - prefix.length;
        System.arraycopy(prefix, 0, scratch, from, prefix.length);
        return Md5.h64(scratch, from, prefix.length + length);
    }
}
