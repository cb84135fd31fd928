package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.semantics.RequestKeys;

/** What policies ask of an exchange. Reused with it; confined to its event loop. */
final class PickQuery implements PickRequest {

    private final Worker worker;
    private final Exchange exchange;
    private final Attempt attempt;
    private final RequestKeys keys;

    PickQuery(Worker worker, Exchange exchange, Attempt attempt) {
        this.worker = worker;
        this.exchange = exchange;
        this.attempt = attempt;
        keys = new RequestKeys(exchange.requestHead(), exchange.request());
    }

    @Override
    public boolean excludes(RealServer server) {
        return attempt.excludes(server);
    }

    @Override
    public long nowNanos() {
        return worker.nowNanos();
    }

    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        ClientConnection connection = exchange.downstream().connection();
        return keys.read(source, connection.scheme(), into)
                || Clients.readKey(exchange.requester().client(), connection.local(), source, into);
    }

    @Override
    public int attempt() {
        return attempt.failures() + 1;
    }

    @Override
    public String id() {
        return exchange.request().requestId().toString();
    }

    @Override
    public String summary() {
        MessageHead request = exchange.requestHead();
        return request.method() + " " + request.target();
    }

    /** Points {@code into} at the value of a parameter of a path's segment. */
    boolean readPathParameter(String name, RequestKey into) {
        return keys.pathParameter(name, into);
    }
}
