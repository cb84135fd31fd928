package org.netchestra.dispatcher.netty.virtualserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The virtual servers that were started and are not stopped, by name. Thread-safe. */
public final class VirtualServers {

    private final Map<String, VirtualServer> byName = new ConcurrentHashMap<>();

    /** Has started. */
    public void add(VirtualServer server) {
        byName.put(server.name(), server);
    }

    /** Has stopped. */
    public void remove(VirtualServer server) {
        byName.remove(server.name(), server);
    }

    /** @throws IllegalArgumentException when there is none of this name */
    public VirtualServer get(String name) {
        VirtualServer server = byName.get(name);
        if (server == null) {
            throw new IllegalArgumentException(
                    "virtual server: " + name + " (expected: one of " + byName.keySet() + ")");
        }
        return server;
    }
}
