package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.FirstPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = first}: see {@link FirstPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("first")
public final class FirstPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new FirstPicker(pool);
    }
}
