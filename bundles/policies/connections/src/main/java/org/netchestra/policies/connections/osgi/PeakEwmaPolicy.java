package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.PeakEwmaPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = peak-ewma}, option {@code tau} in seconds: see {@link PeakEwmaPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("peak-ewma")
public final class PeakEwmaPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new PeakEwmaPicker(pool, (long) (options.decimal("tau", 10, 0.001, 3600) * 1e9));
    }
}
