package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.LvsMaglevPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = mh}, option {@code table}, flags {@code mh-fallback} and {@code mh-port}: see {@link LvsMaglevPicker}. */
@Component(
        service = BalancingPolicy.class,
        property = {"netchestra.policy.capabilities=partial", "netchestra.policy.capabilities=weighted"})
@Policy("mh")
public final class LvsMaglevPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        String size = options.choice(
                "table", "4093", "251", "509", "1021", "2039", "8191", "16381", "32749", "65521", "131071");
        return new LvsMaglevPicker(
                pool, Integer.parseInt(size), options.flag("mh-fallback", false), options.flag("mh-port", false));
    }
}
