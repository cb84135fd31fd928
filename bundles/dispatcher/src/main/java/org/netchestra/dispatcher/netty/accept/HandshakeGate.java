package org.netchestra.dispatcher.netty.accept;

import java.util.ArrayDeque;

/**
 * Bounds the TLS handshakes that one event loop has under way: each holds memory for a peer that nobody knows yet. Further ones wait
 * for their turn, unread. Confined to its event loop.
 */
final class HandshakeGate {

    private static final int AT_A_TIME = 512;

    private final ArrayDeque<ConnectionSetup> waiting = new ArrayDeque<>();
    private int inside;

    /** Lets a handshake start, at once or when others have ended. */
    void enter(ConnectionSetup setup) {
        if (inside < AT_A_TIME) {
            inside++;
            setup.startHandshake();
        } else {
            waiting.addLast(setup);
        }
    }

    /** A handshake has ended, well or not, or is not waited for any more. */
    void leave(ConnectionSetup setup) {
        if (waiting.remove(setup)) {
            return;
        }
        inside--;
        ConnectionSetup next = waiting.pollFirst();
        if (next != null) {
            inside++;
            next.startHandshake();
        }
    }
}
