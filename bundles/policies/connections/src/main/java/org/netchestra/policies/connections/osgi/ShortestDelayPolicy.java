package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.ShortestDelayPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = sed}: see {@link ShortestDelayPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("sed")
public final class ShortestDelayPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new ShortestDelayPicker(pool);
    }
}
