package org.netchestra.api.event;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Where events are published, and where the latest can be read again. Thread-safe service. */
@ProviderType
public interface ClusterEvents {

    /** Hands an event to all listeners; never blocks. When listeners cannot keep up the oldest waiting event is dropped and counted. */
    void publish(ClusterEvent event);

    /** The latest events, oldest first; as many as are kept, at most {@code max}. */
    List<ClusterEvent> recent(int max);

    /** How many events were dropped because listeners could not keep up. */
    long dropped();
}
