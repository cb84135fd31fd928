package org.netchestra.policies.rotation.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.rotation.WeightedRoundRobinPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = wrr}: see {@link WeightedRoundRobinPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("wrr")
public final class WeightedRoundRobinPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new WeightedRoundRobinPicker(pool);
    }
}
