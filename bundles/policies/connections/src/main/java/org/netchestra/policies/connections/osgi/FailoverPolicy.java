package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.FailoverPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = fo}: see {@link FailoverPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("fo")
public final class FailoverPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new FailoverPicker(pool);
    }
}
