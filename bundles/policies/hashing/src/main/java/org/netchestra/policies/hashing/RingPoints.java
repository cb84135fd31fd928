package org.netchestra.policies.hashing;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.core.hash.Crc32;
import org.netchestra.core.hash.HashRing;
import org.netchestra.core.hash.Md5;

/**
 * Where the members of a pool stand on a ring. Members that are down have their points too: their keys go to the next
 * owner and come back with them.
 */
public final class RingPoints {

    /** Points of a member for each unit of its weight, as of ketama and nginx. */
    public static final int PER_WEIGHT = 160;

    /** Bounds the memory of a ring to 30 MiB: pools whose weights ask for more lose their likeness to nginx. */
    static final int MAX_POINTS = 1 << 20;

    private RingPoints() {}

    /**
     * Karger's ring as of paper 003: points {@code H64(name#i)}, i below {@code perWeight} times the weight; of equal
     * points the lowest name's.
     */
    public static HashRing karger(ServerPool pool, int perWeight) {
        int[] counts = counts(pool, perWeight, MAX_POINTS);
        int total = IntStream.of(counts).sum();
        long[] points = new long[total];
        int[] owners = new int[total];
        int at = 0;
        for (int member : byName(pool)) {
            String prefix = pool.member(member).server().name() + "#";
            for (int index = 0; index < counts[member]; index++, at++) {
                points[at] = Md5.h64(prefix + index);
                owners[at] = member;
            }
        }
        return HashRing.of(points, owners);
    }

    /**
     * The ring of nginx's {@code hash ... consistent}: each point is the CRC-32 of host, a zero byte, port and the point
     * before it. Members are placed by the address as it is configured, so a pool that moves from nginx keeps its keys.
     * Points have 32 bits; here they are the high half of 64.
     */
    public static HashRing nginx(ServerPool pool, int perWeight) {
        int[] counts = counts(pool, perWeight, MAX_POINTS);
        int total = IntStream.of(counts).sum();
        long[] points = new long[total];
        int[] owners = new int[total];
        int at = 0;
        for (int member = 0; member < counts.length; member++) {
            int base = nginxBase(pool.member(member));
            int previous = 0;
            for (int index = 0; index < counts[member]; index++, at++) {
                previous = ~Crc32.update(base, littleEndian(previous), 0, Integer.BYTES);
                points[at] = (long) previous << Integer.SIZE;
                owners[at] = member;
            }
        }
        return HashRing.of(points, owners);
    }

    /** What keys are looked up by on the ring of {@link #nginx}: their CRC-32. */
    public static KeyHash nginxKeys(KeySource source) {
        return KeyHash.quick(source, (bytes, offset, length) -> (long) Crc32.of(bytes, offset, length) << Integer.SIZE);
    }

    /**
     * How many points each member gets; none without a placement weight.
     *
     * @param most above so many points in all, every member gets proportionally fewer, at least one
     */
    static int[] counts(ServerPool pool, int perWeight, int most) {
        long total = pool.members().stream()
                .mapToLong(PoolMember::placementWeight)
                .map(weight -> weight * perWeight)
                .sum();
        double scale = Math.min(1.0, (double) most / Math.max(1, total));
        return pool.members().stream()
                .mapToInt(PoolMember::placementWeight)
                .map(weight -> weight == 0 ? 0 : Math.max(1, (int) ((long) weight * perWeight * scale)))
                .toArray();
    }

    /** Positions of the members in the order of their names. */
    static int[] byName(ServerPool pool) {
        return IntStream.range(0, pool.size())
                .boxed()
                .sorted(Comparator.comparing(
                        index -> pool.member(index).server().name()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int nginxBase(PoolMember member) {
        String address = member.server().address().toString();
        int colon = address.lastIndexOf(':');
        byte[] hostAndPort =
                (address.substring(0, colon) + "\0" + address.substring(colon + 1)).getBytes(StandardCharsets.UTF_8);
        return Crc32.update(Crc32.INITIAL, hostAndPort, 0, hostAndPort.length);
    }

    private static byte[] littleEndian(int value) {
        return new byte[] {(byte) value, (byte) (value >>> 8), (byte) (value >>> 16), (byte) (value >>> 24)};
    }
}
