package org.netchestra.policies.rotation.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.rotation.SmoothWeightedRoundRobinPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = swrr}: see {@link SmoothWeightedRoundRobinPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("swrr")
public final class SmoothWeightedRoundRobinPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new SmoothWeightedRoundRobinPicker(pool);
    }
}
