package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;

/**
 * Locality-based least connection, LVS {@code lblc}: a key stays with its server while that one is there, has a weight,
 * and is not busy; else it goes to the weighted least connection server, for good. Busy means more active connections
 * than its weight while another server has fewer than half of its own weight.
 *
 * <p>The weight is a number of connections in that comparison, so it is taken in configured units. Deviation: the kernel
 * does not look at the overload flag of the remembered server and sends it one connection too many; here a saturated
 * server's request makes a detour, and the key stays where it is.
 */
public final class LblcPicker extends LocalityPicker {

    public LblcPicker(ServerPool pool, KeySource keySource, int tableSize, long expiryNanos) {
        super(pool, new WeightedLoads(pool), keySource, tableSize, expiryNanos);
    }

    @Override
    @Nullable
    RealServer assign(AssignmentTable.Entry entry, PickRequest request) {
        return keepOrMove(entry, request);
    }
}
