package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.ModuloPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = md5}, option {@code key}: see {@link ModuloPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("md5")
public final class ModuloPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return new ModuloPicker(pool, KeyOption.md5(options));
    }
}
