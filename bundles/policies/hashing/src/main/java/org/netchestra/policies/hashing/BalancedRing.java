package org.netchestra.policies.hashing;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.core.hash.HashRing;
import org.netchestra.core.hash.Md5;

/**
 * MOD_CH (reconstructed): a ring that is evened out while servers join.
 *
 * <p>Paper 003 compares Baboescu's "new allocation scheme" (UCSD CS2001-0674), whose text could not be had; its abstract
 * promises less than half of the ring's standard deviation at no cost in complexity. This reconstruction has that
 * property: each point of a joining server tries {@value #CANDIDATES} hashed positions, {@code H64(name#i/t)}, and keeps
 * the first that makes the variance of the shares, relative to the weights, smallest. A look-up is the ring's.
 *
 * <p>So the ring depends on the order of joins, which is kept: a ring made after another drops the points of those that
 * left and lets the newcomers join. Not thread-safe.
 */
final class BalancedRing {

    static final int CANDIDATES = 8;

    /** Above so many points in all, every server gets proportionally fewer, at least one. */
    static final int MAX_POINTS = 1 << 16;

    private static final double CIRCLE = 0x1p64;

    /** By the point less 2^63, so that the natural order is that of unsigned numbers. */
    private final TreeMap<Long, Joined> points = new TreeMap<>();

    private final List<Joined> joined = new ArrayList<>();

    private BalancedRing() {}

    /** A ring that the members of a pool join in configuration order. */
    static BalancedRing of(ServerPool pool, int perWeight) {
        return new BalancedRing().following(pool, perWeight);
    }

    /** The ring of a pool that takes the place of the one this ring was made for. */
    BalancedRing next(ServerPool pool, int perWeight) {
        IdentityHashMap<RealServer, Integer> counts = counts(pool, perWeight);
        BalancedRing next = new BalancedRing();
        for (Joined stays : joined) {
            if (counts.getOrDefault(stays.server, 0) == stays.points.length) {
                next.restore(stays);
            }
        }
        next.measureShares();
        return next.following(pool, perWeight);
    }

    /** For look-ups: owners are positions in the pool. */
    HashRing ring(ServerPool pool) {
        IdentityHashMap<RealServer, Integer> positions = new IdentityHashMap<>();
        for (int index = 0; index < pool.size(); index++) {
            positions.put(pool.member(index).server(), index);
        }
        return HashRing.of(
                points.keySet().stream()
                        .mapToLong(point -> point ^ Long.MIN_VALUE)
                        .toArray(),
                points.values().stream()
                        .mapToInt(owner -> positions.getOrDefault(owner.server, -1))
                        .toArray());
    }

    private BalancedRing following(ServerPool pool, int perWeight) {
        IdentityHashMap<RealServer, Integer> counts = counts(pool, perWeight);
        joined.forEach(present -> counts.remove(present.server));
        pool.members().forEach(member -> {
            int count = counts.getOrDefault(member.server(), 0);
            if (count > 0) {
                join(new Joined(member.server(), member.placementWeight(), new long[count]));
            }
        });
        return this;
    }

    private static IdentityHashMap<RealServer, Integer> counts(ServerPool pool, int perWeight) {
        int[] counts = RingPoints.counts(pool, perWeight, MAX_POINTS);
        IdentityHashMap<RealServer, Integer> byServer = new IdentityHashMap<>();
        for (int index = 0; index < counts.length; index++) {
            byServer.put(pool.member(index).server(), counts[index]);
        }
        return byServer;
    }

    private void restore(Joined stays) {
        Joined copy = new Joined(stays.server, stays.weight, stays.points);
        joined.add(copy);
        for (long point : copy.points) {
            points.put(point, copy);
        }
    }

    private void measureShares() {
        if (points.isEmpty()) {
            return;
        }
        long before = points.lastKey();
        for (Map.Entry<Long, Joined> entry : points.entrySet()) {
            entry.getValue().share += arc(before, entry.getKey());
            before = entry.getKey();
        }
    }

    private void join(Joined newcomer) {
        joined.add(newcomer);
        for (int index = 0; index < newcomer.points.length; index++) {
            newcomer.points[index] = place(newcomer, newcomer.server.name() + "#" + index + "/");
        }
    }

    private long place(Joined newcomer, String prefix) {
        long best = Md5.h64(prefix + 0) ^ Long.MIN_VALUE;
        double bestChange = change(newcomer, best);
        for (int candidate = 1; candidate < CANDIDATES; candidate++) {
            long point = Md5.h64(prefix + candidate) ^ Long.MIN_VALUE;
            double change = change(newcomer, point);
            if (change < bestChange) {
                best = point;
                bestChange = change;
            }
        }
        take(newcomer, best);
        return best;
    }

    /** By how much the sum of share * share / weight would grow; that sum and the variance have their minimum in common. */
    private double change(Joined newcomer, long point) {
        if (points.isEmpty()) {
            return 0;
        }
        Joined owner = ownerOf(point);
        if (owner == newcomer) {
            return 0;
        }
        double arc = arc(before(point), point);
        return (2 * newcomer.share * arc + arc * arc) / newcomer.weight
                + (arc * arc - 2 * owner.share * arc) / owner.weight;
    }

    private void take(Joined newcomer, long point) {
        if (points.isEmpty()) {
            newcomer.share = 1;
        } else {
            double arc = arc(before(point), point);
            ownerOf(point).share -= arc;
            newcomer.share += arc;
        }
        points.put(point, newcomer);
    }

    private Joined ownerOf(long point) {
        Map.Entry<Long, Joined> at = points.ceilingEntry(point);
        return at == null ? points.firstEntry().getValue() : at.getValue();
    }

    private long before(long point) {
        Long lower = points.lowerKey(point);
        return lower == null ? points.lastKey() : lower;
    }

    /** The part of the circle from one point to another; all of it when they are the same. */
    private static double arc(long from, long to) {
        long length = to - from;
        return length == 0 ? 1 : ((length >>> 1) * 2.0 + (length & 1)) / CIRCLE;
    }

    /** A server on the ring: its points, less 2^63, and the part of the circle it owns. */
    private static final class Joined {
        private final RealServer server;
        private final int weight;
        private final long[] points;
        private double share;

        Joined(RealServer server, int weight, long[] points) {
            this.server = server;
            this.weight = weight;
            this.points = points;
        }
    }
}
