package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.RingPicker;
import org.netchestra.policies.hashing.RingPoints;
import org.osgi.service.component.annotations.Component;

/** {@code policy = mit-ch}, options {@code key} and {@code points}: see {@link RingPicker} and {@link RingPoints#karger}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("mit-ch")
public final class KargerRingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        int points = options.integer("points", RingPoints.PER_WEIGHT, 1, 10_000);
        return new RingPicker(pool, RingPoints.karger(pool, points), KeyOption.md5(options));
    }
}
