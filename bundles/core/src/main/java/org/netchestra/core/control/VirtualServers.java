package org.netchestra.core.control;

import java.util.Collection;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.UnknownNameException;

/**
 * The virtual servers by name, and the one way in which their snapshots are replaced. Reading is thread-safe; publishing is
 * confined to the conductor's thread.
 */
final class VirtualServers {

    private final ConcurrentSkipListMap<String, VirtualServerHandle> handles = new ConcurrentSkipListMap<>();
    private final Announcer announcer;

    VirtualServers(Announcer announcer) {
        this.announcer = announcer;
    }

    void add(VirtualServerHandle handle) {
        handles.put(handle.name(), handle);
    }

    /** Whether it was there. */
    boolean remove(VirtualServerHandle handle) {
        return handles.remove(handle.name(), handle);
    }

    /** In the order of their names; a live view. */
    Collection<VirtualServerHandle> all() {
        return handles.values();
    }

    @Nullable
    VirtualServerHandle find(String name) {
        return handles.get(name);
    }

    VirtualServerHandle require(String name) {
        VirtualServerHandle handle = handles.get(name);
        if (handle == null) {
            throw new UnknownNameException("virtual server", name, handles.keySet());
        }
        return handle;
    }

    /** Gives new exchanges another snapshot, and tells what differs. */
    void publish(VirtualServerHandle handle, Snapshot next, ChangeContext context) {
        Snapshot old = handle.current();
        handle.publish(next);
        announcer.announce(old, next, context);
    }
}
