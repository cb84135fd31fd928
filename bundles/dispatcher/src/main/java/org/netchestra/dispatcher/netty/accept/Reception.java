package org.netchestra.dispatcher.netty.accept;

import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * What one event loop has for clients who have just connected. Confined to its event loop.
 *
 * @param exchanges where requests will go
 * @param handshakes bounds TLS handshakes under way
 */
public record Reception(Exchanges exchanges, HandshakeGate handshakes) {

    /** With nobody in it. */
    public Reception(Exchanges exchanges) {
        this(exchanges, new HandshakeGate());
    }

    Worker worker() {
        return exchanges.worker();
    }
}
