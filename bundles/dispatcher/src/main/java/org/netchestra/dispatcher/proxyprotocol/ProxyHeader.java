package org.netchestra.dispatcher.proxyprotocol;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a header of the PROXY protocol says about a connection that another proxy passes on (the protocol's specification, 2.1 and
 * 2.2). Immutable.
 *
 * @param length bytes of the header; what comes behind them is the connection's own
 * @param source who connected to that proxy; null when it speaks for itself (LOCAL), or does not say (UNKNOWN)
 * @param destination the address that was connected to; null when {@code source} is
 */
public record ProxyHeader(
        int length,
        @Nullable InetSocketAddress source,
        @Nullable InetSocketAddress destination) {

    /** Bytes of the longest header that is read: room for every field that proxies send, and for nothing that fills memory. */
    public static final int LONGEST = 4096;

    static ProxyHeader withoutAddresses(int length) {
        return new ProxyHeader(length, null, null);
    }
}
