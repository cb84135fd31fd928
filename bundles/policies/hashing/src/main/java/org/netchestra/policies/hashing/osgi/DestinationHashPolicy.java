package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.BucketPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = dh}: see {@link BucketPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=partial")
@Policy("dh")
public final class DestinationHashPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return BucketPicker.byDestination(pool);
    }
}
