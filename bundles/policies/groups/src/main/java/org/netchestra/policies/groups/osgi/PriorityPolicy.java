package org.netchestra.policies.groups.osgi;

import java.util.concurrent.ThreadLocalRandom;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.InnerPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.groups.PriorityPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = priority}, options {@code inner} and {@code overprovision}: see {@link PriorityPicker}. */
@Component(service = BalancingPolicy.class, property = "netchestra.policy.capabilities=weighted")
@Policy("priority")
public final class PriorityPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        InnerPolicy inner = options.policy("inner", "wlc");
        double overprovision = options.decimal("overprovision", 1.4, 1, 100);
        return new PriorityPicker(
                pool,
                inner::newPicker,
                overprovision,
                () -> ThreadLocalRandom.current().nextDouble());
    }
}
