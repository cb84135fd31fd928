package org.netchestra.policies.hashing;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.hash.MaglevTable;
import org.netchestra.core.hash.Md5;

/**
 * Maglev hashing (Eisenbud et al. 2016) over {@value #SLOTS} slots: one look-up, nearly perfect balance, and few more keys
 * moved than needed when the pool changes. A member claims slots in proportion to its placement weight, starting at
 * {@code H64(name/o)} in steps of {@code H64(name/s)}; the members take turns in the order of their names.
 *
 * <p>Thread-safe. A table takes 256 KiB.
 */
public final class MaglevPicker implements Picker {

    static final int SLOTS = 65537;

    private final @Nullable RehashPicker picker;

    public MaglevPicker(ServerPool pool, KeyHash keys) {
        int[] placed = Arrays.stream(RingPoints.byName(pool))
                .filter(index -> pool.member(index).placementWeight() > 0)
                .toArray();
        if (placed.length == 0) {
            picker = null;
            return;
        }
        MaglevTable table = table(pool, placed);
        picker = new RehashPicker(pool, hash -> placed[table.owner((int) Long.remainderUnsigned(hash, SLOTS))], keys);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        return picker == null ? null : picker.pick(request);
    }

    private static MaglevTable table(ServerPool pool, int[] placed) {
        int[] offsets = new int[placed.length];
        int[] skips = new int[placed.length];
        int[] turns = new int[placed.length];
        int divisor = 0;
        for (int index : placed) {
            divisor = greatestCommonDivisor(divisor, pool.member(index).placementWeight());
        }
        for (int owner = 0; owner < placed.length; owner++) {
            PoolMember member = pool.member(placed[owner]);
            String name = member.server().name();
            offsets[owner] = (int) Long.remainderUnsigned(Md5.h64(name + "/o"), SLOTS);
            skips[owner] = (int) Long.remainderUnsigned(Md5.h64(name + "/s"), SLOTS - 1) + 1;
            turns[owner] = member.placementWeight() / divisor;
        }
        return MaglevTable.of(SLOTS, offsets, skips, turns);
    }

    static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
