package org.netchestra.api.event;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Hears what happens to the cluster. Register it as a service.
 *
 * <p>Called on one thread that all listeners share, in the order of the events: return soon, hand long work on.
 */
@ConsumerType
@FunctionalInterface
public interface ClusterEventListener {

    void onEvent(ClusterEvent event);
}
