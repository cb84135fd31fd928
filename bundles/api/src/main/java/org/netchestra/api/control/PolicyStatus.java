package org.netchestra.api.control;

import java.util.List;

/**
 * One implementation of a policy, or the lack of one. Several bundles may bring policies of one name; at most one of them
 * is {@link PolicyState#ACTIVE}.
 *
 * @param name the word for {@code policy =}
 * @param origin the bundle that brings it: symbolic name and version; empty when there is none
 * @param state what it is allowed to do
 * @param note what was found out about it: the result of its vetting, or why it was taken back; may be empty
 * @param usedBy the virtual servers whose requests it takes, or who miss it
 */
public record PolicyStatus(String name, String origin, PolicyState state, String note, List<String> usedBy) {

    public PolicyStatus {
        usedBy = List.copyOf(usedBy);
    }

    /** Whether a bundle brings it. */
    public boolean present() {
        return state != PolicyState.MISSING;
    }
}
