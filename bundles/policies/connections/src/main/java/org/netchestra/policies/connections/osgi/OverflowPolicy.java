package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.OverflowPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = ovf}: see {@link OverflowPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=partial")
@Policy("ovf")
public final class OverflowPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new OverflowPicker(pool);
    }
}
