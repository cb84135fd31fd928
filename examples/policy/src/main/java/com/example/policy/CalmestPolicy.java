package com.example.policy;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.osgi.service.component.annotations.Component;

/**
 * Sends each request to the server with the fewest requests in flight for its weight: {@code policy = calmest}.
 *
 * <p>With {@code spare=N} a server counts as having N requests more than it has, so that quick servers share more evenly.
 */
@Component(service = BalancingPolicy.class)
@Policy("calmest")
public final class CalmestPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new CalmestPicker(pool, options.integer("spare", 1, 1, 1000));
    }
}
