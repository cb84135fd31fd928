package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.BoundedRingPicker;
import org.netchestra.policies.hashing.RingPoints;
import org.osgi.service.component.annotations.Component;

/** {@code policy = bounded-ring}, options {@code key}, {@code points} and {@code load-factor}: see {@link BoundedRingPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("bounded-ring")
public final class BoundedRingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        int points = options.integer("points", RingPoints.PER_WEIGHT, 1, 10_000);
        double loadFactor = options.decimal("load-factor", 1.25, 1, 1_000);
        return new BoundedRingPicker(pool, RingPoints.karger(pool, points), KeyOption.md5(options), loadFactor);
    }
}
