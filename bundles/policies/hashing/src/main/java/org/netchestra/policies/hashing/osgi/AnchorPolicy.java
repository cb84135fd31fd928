package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.AnchorPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = anchor}, options {@code key} and {@code capacity}: see {@link AnchorPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("anchor")
public final class AnchorPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        int capacity = options.integer("capacity", AnchorPicker.ROOM_TO_GROW, AnchorPicker.ROOM_TO_GROW, 1 << 20);
        return new AnchorPicker(pool, KeyOption.md5(options), capacity);
    }
}
