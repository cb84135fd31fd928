package org.netchestra.policies.hashing.osgi;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.Policy;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.hashing.AssignmentPicker;
import org.osgi.service.component.annotations.Component;

/** {@code policy = ht-rr}, options {@code key}, {@code table = shared | local} and {@code slots}: see {@link AssignmentPicker}. */
@Component(service = BalancingPolicy.class)
@Policy("ht-rr")
public final class AssignmentPolicy implements BalancingPolicy {

    @Override
    public Picker newPicker(ServerPool pool, PolicyOptions options) {
        boolean local = options.choice("table", "shared", "local").equals("local");
        return new AssignmentPicker(
                pool, KeyOption.md5(options), options.integer("slots", AssignmentPicker.SLOTS, 1, 1 << 24), local);
    }
}
