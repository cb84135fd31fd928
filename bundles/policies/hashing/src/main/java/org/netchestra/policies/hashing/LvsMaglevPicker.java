package org.netchestra.policies.hashing;

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
import org.netchestra.core.hash.MaglevTable;
import org.netchestra.core.hash.SipHash13;

/**
 * LVS Maglev hashing ({@code mh}): linux, {@code net/netfilter/ipvs/ip_vs_mh.c}. Servers are placed by their address and
 * port, clients looked up by theirs.
 *
 * <p>A slot whose server cannot be used has none, unless the fall-back is on: then the address is hashed again with
 * growing offsets. A server that only this request excludes, since it failed there, is always passed over. Thread-safe.
 */
public final class LvsMaglevPicker implements Picker {

    /** The table sizes that the kernel can be built with. */
    private static final int[] SIZES = {251, 509, 1021, 2039, 4093, 8191, 16381, 32749, 65521, 131071};

    /** The key of the first hash: offsets and look-ups. */
    public static final long FIRST_KEY = 2654435761L;
    /** The key of the second hash: skips. */
    public static final long SECOND_KEY = 2654446892L;

    private static final ThreadLocal<RequestKey> KEY = ThreadLocal.withInitial(RequestKey::new);

    private final ServerPool pool;
    private final MaglevTable table;
    private final KeySource source;
    private final boolean fallback;

    /**
     * @param size number of slots, one of the primes that the kernel can be built with, 251 to 131071
     * @param withPort hash the client's port too
     */
    public LvsMaglevPicker(ServerPool pool, int size, boolean fallback, boolean withPort) {
        this.pool = Objects.requireNonNull(pool, "pool");
        this.fallback = fallback;
        source = KeySource.of(withPort ? KeySource.Kind.SOURCE_PORT : KeySource.Kind.SOURCE);
        table = table(pool, size);
    }

    /** The table over a pool: owners are positions in it, or {@link MaglevTable#NOBODY} throughout. */
    public static MaglevTable table(ServerPool pool, int size) {
        int[] offsets = new int[pool.size()];
        int[] skips = new int[pool.size()];
        for (int index = 0; index < offsets.length; index++) {
            offsets[index] = offset(pool.member(index), size);
            skips[index] = skip(pool.member(index), size);
        }
        return MaglevTable.of(size, offsets, skips, turns(pool, size));
    }

    /** The first slot that a member prefers. */
    public static int offset(PoolMember member, int size) {
        return Integer.remainderUnsigned(
                SipHash13.hash(ServerKeys.of(member.server().address()), FIRST_KEY), size);
    }

    /** The step to the slot that it prefers next. */
    public static int skip(PoolMember member, int size) {
        return Integer.remainderUnsigned(
                        SipHash13.hash(ServerKeys.of(member.server().address()), SECOND_KEY), size - 1)
                + 1;
    }

    /** Slots in a round by weight: reduced by the common divisor, and by a shift when the greatest is still too great. */
    private static int[] turns(ServerPool pool, int size) {
        int[] weights =
                pool.members().stream().mapToInt(PoolMember::placementWeight).toArray();
        int divisor = Math.max(1, Arrays.stream(weights).reduce(0, MaglevPicker::greatestCommonDivisor));
        int greatest = Arrays.stream(weights).max().orElse(0) / divisor;
        int index = Arrays.binarySearch(SIZES, size) + 8;
        int shift = Math.max(0, Integer.SIZE - Integer.numberOfLeadingZeros(greatest) - index / 2);
        return Arrays.stream(weights)
                .map(weight -> weight == 0 ? 0 : Math.max(1, (weight / divisor) >> shift))
                .toArray();
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int address = AddressKey.read(request, source, KEY.get());
        int slot = slot(address);
        if (table.owner(slot) == MaglevTable.NOBODY) {
            return null;
        }
        PoolMember member = pool.member(table.owner(slot));
        if (Eligibility.of(member, request)) {
            return member.server();
        }
        return fallback || member.usable() ? pickFurtherOn(address, slot, request) : null;
    }

    private @Nullable RealServer pickFurtherOn(int address, int from, PickRequest request) {
        if (!Eligibility.ofAny(pool, request)) {
            return null;
        }
        for (int step = 0; step < table.size(); step++) {
            PoolMember member = pool.member(table.owner(slot(address + (step + from) % table.size())));
            if (Eligibility.of(member, request)) {
                return member.server();
            }
        }
        return null;
    }

    private int slot(int value) {
        return Integer.remainderUnsigned(SipHash13.hash(value, FIRST_KEY), table.size());
    }
}
