package org.netchestra.policies.connections.osgi;

import java.util.Locale;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.Overhead;
import org.netchestra.policies.connections.WeightedLeastConnectionPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = wlc}, option {@code overhead = classic | total}: see {@link WeightedLeastConnectionPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("wlc")
public final class WeightedLeastConnectionPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new WeightedLeastConnectionPicker(
                pool,
                Overhead.valueOf(options.choice("overhead", "classic", "total").toUpperCase(Locale.ROOT)));
    }
}
