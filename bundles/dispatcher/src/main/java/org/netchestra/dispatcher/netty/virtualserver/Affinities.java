package org.netchestra.dispatcher.netty.virtualserver;

import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.AffinitySpec;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.dispatcher.affinity.Affinity;
import org.netchestra.dispatcher.affinity.AffinityKey;

/** What keeps requests of a virtual server and its pools with their servers. Thread-safe. */
public final class Affinities {

    private final AffinityKey key;
    private final ConcurrentHashMap<VirtualServerHandle, Affinity> affinities = new ConcurrentHashMap<>();

    /**
     * @param key makes the values of cookies
     */
    public Affinities(AffinityKey key) {
        this.key = key;
    }

    /** The affinity of a pool by its configuration; null when it has none. What is bound is kept while that stays the same. */
    public @Nullable Affinity of(VirtualServerHandle pool, Snapshot snapshot) {
        AffinitySpec spec = snapshot.spec().affinity();
        if (spec == null) {
            return null;
        }
        Affinity known = affinities.get(pool);
        return known != null && known.spec().equals(spec) ? known : make(pool, spec);
    }

    private Affinity make(VirtualServerHandle pool, AffinitySpec spec) {
        return affinities.compute(
                pool,
                (name, old) -> old != null && old.spec().equals(spec) ? old : Affinity.of(spec, pool.name(), key));
    }

    /** Forgets the pools that a virtual server has no more. */
    void retain(VirtualServerHandle virtualServer) {
        affinities
                .keySet()
                .removeIf(pool -> pool != virtualServer
                        && !virtualServer.current().pools().contains(pool));
    }
}
