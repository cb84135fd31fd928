package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.Dice;
import org.netchestra.policies.connections.RandomPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = random}, option {@code seed} (0: none) for reproducible chance: see {@link RandomPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("random")
public final class RandomPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new RandomPicker(pool, Dice.of(options.integer("seed", Dice.NO_SEED, 0, Integer.MAX_VALUE)));
    }
}
