package org.netchestra.policies.rotation.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.rotation.RoundRobinPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = rr}: see {@link RoundRobinPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("rr")
public final class RoundRobinPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new RoundRobinPicker(pool);
    }
}
