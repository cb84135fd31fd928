package org.netchestra.conformance;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** Pools of every size, none and one among them. */
final class SizesCheck implements Check {

    private static final int[] SIZES = {0, 1, 2, 16, 300};
    /** Few: a policy that is far too slow must get as far as the check that says so. */
    private static final int PICKS = 40;

    @Override
    public String rule() {
        return "it works with pools of 0, 1, 2, 16 and 300 members";
    }

    @Override
    public @Nullable String breach(Subject subject) {
        for (int size : SIZES) {
            ProbePool pool = ProbePool.ofSize(size);
            ServerPool snapshot = pool.snapshot();
            Picker picker = subject.picker(snapshot);
            for (int pick = 0; pick < PICKS; pick++) {
                ProbeRequest request = new ProbeRequest().key("/sizes/" + pick).nowNanos(pick);
                String objection = subject.objection(picker.pick(request), snapshot, request);
                if (objection != null) {
                    return "with " + size + " members it " + objection;
                }
            }
        }
        return null;
    }

    @Override
    public boolean essential() {
        return true;
    }
}
