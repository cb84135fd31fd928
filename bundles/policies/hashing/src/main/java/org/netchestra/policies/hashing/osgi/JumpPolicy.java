package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.JumpPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = jump}, option {@code key}: see {@link JumpPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("jump")
public final class JumpPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new JumpPicker(pool, KeyOption.md5(options));
    }
}
