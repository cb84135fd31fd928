package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.BalancedRingPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = mod-ch}, options {@code key} and {@code points}: see {@link BalancedRingPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("mod-ch")
public final class BalancedRingPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        int points = options.integer("points", BalancedRingPicker.PER_WEIGHT, 1, 1_000);
        return new BalancedRingPicker(pool, KeyOption.md5(options), points);
    }
}
