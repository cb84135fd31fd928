package org.netchestra.dispatcher.netty.tcp;

import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/**
 * What a policy may know of a connection whose bytes it cannot read. Confined to its event loop.
 *
 * @param tried what was tried for it so far
 */
record ConnectionQuery(Worker worker, ClientConnection connection, Attempt tried) implements PickRequest {

    @Override
    public boolean excludes(RealServer server) {
        return tried.excludes(server);
    }

    @Override
    public int attempt() {
        return tried.failures() + 1;
    }

    @Override
    public long nowNanos() {
        return worker.nowNanos();
    }

    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        return Clients.readKey(connection.client(), connection.local(), source, into);
    }
}
