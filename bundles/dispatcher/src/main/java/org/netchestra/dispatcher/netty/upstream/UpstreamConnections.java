package org.netchestra.dispatcher.netty.upstream;

import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;

/** One event loop's connections to one server that speak one protocol. Confined to its event loop. */
public interface UpstreamConnections {

    /** Makes the connections to the server of a pool, of which there are none at first. */
    @FunctionalInterface
    interface Factory {

        UpstreamConnections make(Worker worker, UpstreamPool pool);
    }

    /**
     * A place on a connection that is open, or null when one must be made.
     *
     * @param replayable whether the request can be sent again when the connection turns out to be closing
     * @param client whom it is for
     */
    @Nullable
    UpstreamStream take(boolean replayable, ClientConnection client, long nowNanos);

    /** Gets a place on a new connection for a receiver, which will hear {@link ReplyReceiver#connected} or {@link ReplyReceiver#connectFailed}. */
    UpstreamStream connect(ReplyReceiver receiver, ClientConnection client, int timeoutMillis);

    /** Closes what was not used for too long; whether no connection, idle or not, is left. */
    boolean sweep(long nowNanos);

    /** Closes all that are idle; what is in use serves no further exchange if it is not as the setup in force says. */
    void closeAll();
}
