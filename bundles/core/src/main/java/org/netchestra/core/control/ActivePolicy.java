package org.netchestra.core.control;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.Picker;

/**
 * The policy a virtual server works with now. Immutable.
 *
 * @param policy where the picker comes from
 * @param picker selects from the snapshot's pool
 * @param generation grows with every picker the virtual server gets
 * @param note what an operator should know, such as that the policy's bundle is gone; null when all is well
 */
record ActivePolicy(
        NamedPolicy policy,
        Picker picker,
        long generation,
        @Nullable String note) {

    ActivePolicy noted(@Nullable String newNote) {
        return new ActivePolicy(policy, picker, generation, newNote);
    }
}
