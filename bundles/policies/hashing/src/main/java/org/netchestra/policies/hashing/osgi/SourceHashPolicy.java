package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.BucketPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = sh}, flags {@code sh-fallback} and {@code sh-port}: see {@link BucketPicker}. */
@Component(
        service = BalancingPolicy.class,
        property = {"netchestra.policy.capabilities=partial", "netchestra.policy.capabilities=weighted"})
@Policy("sh")
public final class SourceHashPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        return BucketPicker.bySource(pool, options.flag("sh-fallback", false), options.flag("sh-port", false));
    }
}
