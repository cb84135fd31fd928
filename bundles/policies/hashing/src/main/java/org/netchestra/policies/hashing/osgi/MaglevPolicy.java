package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.MaglevPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = maglev}, option {@code key}: see {@link MaglevPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("maglev")
public final class MaglevPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new MaglevPicker(pool, KeyOption.md5(options));
    }
}
