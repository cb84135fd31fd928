package org.netchestra.policies.groups;

import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** Makes the pickers within groups. */
@FunctionalInterface
public interface GroupPolicy {

    Picker newPicker(ServerPool pool);
}
