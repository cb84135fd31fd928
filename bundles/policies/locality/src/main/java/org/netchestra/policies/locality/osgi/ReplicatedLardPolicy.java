package org.netchestra.policies.locality.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.locality.ReplicatedLardPicker;
import org.osgi.service.component.annotations.Component;

/**
 * {@code policy = lard-r}, options {@code key} (default path), {@code table-size} (keys remembered), {@code t-low}, {@code t-high}, {@code admission}, {@code shrink-after} (seconds): see
 * {@link ReplicatedLardPicker}.
 */
@Component(service = BalancingPolicy.class)
@Policy("lard-r")
public final class ReplicatedLardPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new ReplicatedLardPicker(
                pool,
                TableOptions.key(options),
                TableOptions.tableSize(options),
                TableOptions.thresholds(options),
                options.flag("admission", false),
                TableOptions.seconds(options, "shrink-after", 20));
    }
}
