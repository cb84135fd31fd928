package org.netchestra.api.policy;

import org.netchestra.api.cluster.ServerPool;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Decides which real server gets a request: the plug-in that a policy bundle brings.
 *
 * <p>A stateless, thread-safe factory. Register it as a service and name it with {@link Policy}; the highest ranked
 * service of a name is used. The control plane calls it on its own thread whenever the pool or the options change, never
 * on an event loop.
 */
@ConsumerType
@FunctionalInterface
public interface BalancingPolicy {

    /**
     * Makes the picker for one pool snapshot. Weights and states in the snapshot never change: precompute what you can.
     *
     * @param options what the configuration wrote behind the policy's name; an option that is not read here is refused as
     *     unknown
     * @throws InvalidOptionException when an option's value is wrong: the new configuration is then refused
     */
    Picker newPicker(ServerPool pool, PolicyOptions options);
}
