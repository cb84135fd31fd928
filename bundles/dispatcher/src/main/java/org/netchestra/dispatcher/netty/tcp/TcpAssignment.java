package org.netchestra.dispatcher.netty.tcp;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/** Finds a server for a relay: the one that the policy picks, and another one when that cannot be connected to. Confined to its event loop. */
final class TcpAssignment {

    private final TcpRelay relay;
    private final Worker worker;
    private final VirtualServer virtualServer;
    private final VirtualServerHandle pool;
    private final Snapshot snapshot;
    private final ClientConnection connection;
    private final Attempt attempt;
    private final PickRequest query;

    /**
     * @param pool the virtual server, or its named pool, that the connection goes to
     * @param snapshot of that pool
     */
    TcpAssignment(
            TcpRelay relay,
            Worker worker,
            VirtualServer virtualServer,
            VirtualServerHandle pool,
            Snapshot snapshot,
            ClientConnection connection,
            Attempt attempt) {
        this.relay = relay;
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.pool = pool;
        this.snapshot = snapshot;
        this.connection = connection;
        this.attempt = attempt;
        query = new ConnectionQuery(worker, connection, attempt);
    }

    /** Picks a server and connects to it; the relay hears what came of it. */
    void next() {
        LiveServer server = attempt.failures() < snapshot.spec().limits().attempts() ? snapshot.pick(query) : null;
        if (server == null || !attempt.begin(snapshot, server, worker.nowNanos())) {
            relay.unserved(attempt.failures() == 0 ? Termination.NO_SERVER : Termination.CONNECT_FAILED);
            return;
        }
        worker.endpoints().resolve(server.address(), worker.nowNanos()).whenComplete((address, unknown) -> {
            if (unknown != null) {
                worker.loop().execute(() -> failed(server));
            } else if (worker.loop().inEventLoop()) {
                connect(server, address);
            } else {
                worker.loop().execute(() -> connect(server, address));
            }
        });
    }

    private void connect(LiveServer server, InetSocketAddress address) {
        TcpUpstream next = new TcpUpstream(worker, relay);
        long timeoutNanos = snapshot.spec().timeouts().connect().toNanos();
        Bootstrap bootstrap = worker.connector()
                .clone()
                .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .option(ChannelOption.AUTO_READ, false);
        int timeoutMillis = (int) TimeUnit.NANOSECONDS.toMillis(timeoutNanos);
        virtualServer
                .plan()
                .upstream(ServerProtocol.HTTP1)
                .connect(bootstrap, address, timeoutMillis, next, connection, failure -> {
                    if (failure == null) {
                        connected(server, next);
                    } else {
                        failed(server);
                    }
                });
    }

    private void connected(LiveServer server, TcpUpstream made) {
        virtualServer.connected(server);
        attempt.connected(worker.nowNanos());
        if (relay.isEnded()) {
            made.close();
        } else {
            relay.connected(made);
        }
    }

    private void failed(LiveServer server) {
        virtualServer.connectFailed(pool, server);
        attempt.end(0, true, worker.nowNanos());
        attempt.exclude(false);
        if (!relay.isEnded()) {
            next();
        }
    }
}
