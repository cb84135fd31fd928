package org.netchestra.simulation;

/**
 * An answered exchange of an access log.
 *
 * @param atNanos when its server was picked, from the epoch; where the log does not say, when the request's head was there
 * @param virtualServer its name; {@code shop/images} for the pool images of shop
 * @param client address and port
 * @param key the request's host and target
 * @param server the real server that answered
 * @param nanos from then to the last byte of the reply
 * @param bytes sent to the client
 * @param eventLoop that the client's connection belongs to; 0 where the log does not say
 * @param reused whether a connection to the server waited there; false where the log does not say
 */
record LoggedExchange(
        long atNanos,
        String virtualServer,
        String client,
        String key,
        String server,
        long nanos,
        long bytes,
        int eventLoop,
        boolean reused) {

    /** The same at another time. */
    LoggedExchange at(long newNanos) {
        return new LoggedExchange(newNanos, virtualServer, client, key, server, nanos, bytes, eventLoop, reused);
    }

    long endNanos() {
        return atNanos + nanos;
    }

    /** The name under which a pool is known: the virtual server's for the pool of its own servers. */
    static String pool(String virtualServer, String pool) {
        return pool.equals(virtualServer) ? virtualServer : virtualServer + "/" + pool;
    }
}
