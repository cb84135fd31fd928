package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;

/**
 * Locality-aware request distribution (Pai and others, ASPLOS 1998, figure 2): a target stays with its server, which so
 * has it in memory; it moves to the least loaded server when its own has more than T_high exchanges in flight while another
 * has fewer than T_low, or when its own has 2 * T_high. Of equally loaded servers the one configured earlier is taken.
 *
 * <p>Weights matter only as zero or not. With admission on, nobody is picked while {@link LardThresholds#admissionLimit}
 * exchanges are open. A server that is only saturated keeps its targets; the request makes a detour.
 */
public final class LardPicker extends LocalityPicker {

    public LardPicker(
            ServerPool pool, KeySource keySource, int tableSize, LardThresholds thresholds, boolean admission) {
        super(pool, new LardLoads(pool, thresholds, admission), keySource, tableSize, AssignmentTable.FOREVER);
    }

    @Override
    @Nullable
    RealServer assign(AssignmentTable.Entry entry, PickRequest request) {
        return keepOrMove(entry, request);
    }
}
