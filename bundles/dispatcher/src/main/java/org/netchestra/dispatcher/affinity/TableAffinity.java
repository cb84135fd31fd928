package org.netchestra.dispatcher.affinity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.AffinitySpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;

/** A part of the request, remembered with the server that it went to. */
class TableAffinity implements Affinity {

    private final AffinitySpec spec;
    private final KeySource source;
    private final BindingTable table;

    TableAffinity(AffinitySpec spec, KeySource source) {
        this.spec = spec;
        this.source = source;
        table = new BindingTable(spec.size(), spec.expire().toNanos());
    }

    @Override
    public final AffinitySpec spec() {
        return spec;
    }

    @Override
    public final KeySource source() {
        return source;
    }

    @Override
    public @Nullable LiveServer find(RequestKey key, List<ManagedServer> servers, long nowNanos) {
        return table.find(key, nowNanos);
    }

    @Override
    public final void bind(RequestKey key, LiveServer server, long nowNanos) {
        table.bind(key, server, nowNanos);
    }
}
