package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.Dice;
import org.netchestra.policies.connections.TwosPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = twos}, option {@code seed} (0: none) for reproducible chance: see {@link TwosPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("twos")
public final class TwosPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new TwosPicker(pool, Dice.of(options.integer("seed", Dice.NO_SEED, 0, Integer.MAX_VALUE)));
    }
}
