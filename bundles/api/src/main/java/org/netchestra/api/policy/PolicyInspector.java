package org.netchestra.api.policy;

import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Finds out whether a policy keeps its contract, before it gets its first request. Thread-safe. */
@ProviderType
public interface PolicyInspector {

    /**
     * Tries the policy out. Blocks for some seconds, in the worst case for a minute: not to be called on an event loop or on
     * the control plane's thread.
     *
     * @param name the word for {@code policy =}
     * @param properties those of the policy's service
     * @param others the policies that it may build upon, by name
     */
    PolicyVerdict inspect(
            String name, BalancingPolicy policy, Map<String, Object> properties, Map<String, BalancingPolicy> others);
}
