package org.netchestra.core.control;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;

/**
 * The policy a virtual server works with now. Immutable.
 *
 * @param use where the picker comes from
 * @param picker selects from the snapshot's pool
 * @param parts the policies it builds upon, by name
 * @param generation grows with every picker the virtual server gets
 * @param before what was used before this policy came in, to fall back to; null when there was nothing
 * @param note what an operator should know, such as that the policy's bundle is gone; null when all is well
 */
record ActivePolicy(
        PolicyUse use,
        Picker picker,
        Map<String, BalancingPolicy> parts,
        long generation,
        @Nullable PolicyUse before,
        @Nullable String note) {

    NamedPolicy policy() {
        return use.policy();
    }

    /** Whether a policy is this one, or one that this one builds upon. */
    boolean involves(NamedPolicy other) {
        return policy().equals(other) || parts.get(other.name()) == other.policy();
    }

    ActivePolicy noted(@Nullable String newNote) {
        return new ActivePolicy(use, picker, parts, generation, before, newNote);
    }
}
