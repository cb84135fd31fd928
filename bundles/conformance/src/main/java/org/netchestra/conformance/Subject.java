package org.netchestra.conformance;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** The policy under test, with the options and capabilities it is tested with. */
record Subject(
        BalancingPolicy policy,
        Map<String, String> options,
        Map<String, BalancingPolicy> others,
        Set<Capability> capabilities) {

    Picker picker(ServerPool pool) {
        return policy.newPicker(pool, new PolicyOptions(options, others));
    }

    /** The options with one more. */
    PolicyOptions optionsWith(String name, String value) {
        Map<String, String> values = new HashMap<>(options);
        values.put(name, value);
        return new PolicyOptions(values, others);
    }

    boolean partial() {
        return capabilities.contains(Capability.PARTIAL);
    }

    /** What is wrong with a pick, or null: by the state of the pool at this instant. */
    @Nullable
    String objection(@Nullable RealServer picked, ServerPool pool, PickRequest request) {
        if (picked == null) {
            return partial() || !anyEligible(pool, request) ? null : "picked nobody, though a member is eligible";
        }
        PoolMember member = pool.memberOf(picked);
        if (member == null) {
            return "picked " + picked.name() + ", which is not in the pool";
        }
        if (!member.usable()) {
            return "picked " + picked.name() + ", which is not usable: weight " + member.weight() + ", "
                    + (member.up() ? "up" : "down") + (picked.saturated() ? ", saturated" : "");
        }
        return request.excludes(picked) ? "picked " + picked.name() + ", which the request excludes" : null;
    }

    private static boolean anyEligible(ServerPool pool, PickRequest request) {
        return pool.members().stream().anyMatch(member -> member.usable() && !request.excludes(member.server()));
    }
}
