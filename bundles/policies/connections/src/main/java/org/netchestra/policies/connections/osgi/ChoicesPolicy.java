package org.netchestra.policies.connections.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.connections.ChoicesPicker;
import org.netchestra.policies.connections.Dice;
import org.osgi.service.component.annotations.Component;

/** {@code policy = p2c}, options {@code n} (servers drawn) and {@code seed} (0: none): see {@link ChoicesPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("p2c")
public final class ChoicesPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new ChoicesPicker(
                pool,
                Dice.of(options.integer("seed", Dice.NO_SEED, 0, Integer.MAX_VALUE)),
                options.integer("n", 2, 2, 16));
    }
}
