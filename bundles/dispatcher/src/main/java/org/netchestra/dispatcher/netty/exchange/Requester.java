package org.netchestra.dispatcher.netty.exchange;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ForwardingSpec;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.connection.Clients;
import org.netchestra.dispatcher.netty.loop.Worker;

/** Who a request comes from, and what it is called. Reused with its exchange; confined to its event loop. */
final class Requester {

    private final Worker worker;
    private final Exchange exchange;
    private @Nullable InetSocketAddress client;

    Requester(Worker worker, Exchange exchange) {
        this.worker = worker;
        this.exchange = exchange;
    }

    /** The head is whole: believes a trusted proxy about the client, and names the request. */
    void read() {
        ForwardingSpec spec = exchange.snapshot().spec().forwarding();
        DownstreamStream stream = exchange.downstream();
        boolean trusted = stream.identity().isTrusted();
        InetSocketAddress from = stream.connection().client();
        if (trusted) {
            from = Clients.named(stream.connection(), exchange.requestHead(), spec);
            exchange.log().client(from);
        }
        client = from;
        if (spec.requestId()) {
            exchange.request().requestId().set(exchange.requestHead(), trusted, worker.randomId(), worker.nextId());
        }
    }

    /** The client: at the other end of the connection, or whom a trusted proxy names. */
    InetSocketAddress client() {
        return requireNonNull(client, "client");
    }

    /** Whether the client came by TLS, also to a trusted proxy. */
    boolean isSecure() {
        DownstreamStream stream = exchange.downstream();
        return stream.identity().isSecure() || (stream.identity().isTrusted() && isSaidSecure());
    }

    private boolean isSaidSecure() {
        MessageHead head = exchange.requestHead();
        int index = head.indexOf(FieldName.X_FORWARDED_PROTO);
        return index >= 0 && head.value(index).equalsIgnoreCase("https");
    }
}
