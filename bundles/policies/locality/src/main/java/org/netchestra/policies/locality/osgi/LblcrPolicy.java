package org.netchestra.policies.locality.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.locality.LblcrPicker;
import org.osgi.service.component.annotations.Component;

/**
 * {@code policy = lblcr}, options {@code key} (default path), {@code table-size} (keys remembered), {@code expire} (seconds): see
 * {@link LblcrPicker}.
 */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("lblcr")
public final class LblcrPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new LblcrPicker(
                pool,
                TableOptions.key(options),
                TableOptions.tableSize(options),
                TableOptions.seconds(options, "expire", 86_400));
    }
}
