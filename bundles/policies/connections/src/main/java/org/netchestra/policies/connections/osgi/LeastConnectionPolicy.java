package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.LeastConnectionPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = lc}: see {@link LeastConnectionPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("lc")
public final class LeastConnectionPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new LeastConnectionPicker(pool);
    }
}
