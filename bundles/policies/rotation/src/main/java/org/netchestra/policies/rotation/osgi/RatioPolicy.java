package org.netchestra.policies.rotation.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.rotation.BlockSequencePicker;
import org.netchestra.policies.rotation.SmoothWeightedRoundRobinPicker;
import org.osgi.service.component.annotations.Component;

/**
 * {@code policy = ratio}, option {@code sequence = smooth | paper}: see {@link SmoothWeightedRoundRobinPicker} and
 * {@link BlockSequencePicker}.
 */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("ratio")
public final class RatioPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return options.choice("sequence", "smooth", "paper").equals("paper")
                ? new BlockSequencePicker(pool)
                : new SmoothWeightedRoundRobinPicker(pool);
    }
}
