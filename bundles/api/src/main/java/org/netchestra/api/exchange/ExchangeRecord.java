package org.netchestra.api.exchange;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What is known of an exchange at its end. A view of the dispatcher's own state: valid only during the call to
 * {@link ExchangeListener#onEnd}, on that thread. Times are durations in nanoseconds, -1 where the phase was not reached.
 */
@ProviderType
public interface ExchangeRecord {

    /** Name of the virtual server. */
    String virtualServer();

    /** Name of the pool whose servers it was for: the virtual server's, or {@code shop/images} for a named pool of shop. */
    String pool();

    /** Who sent the request: at the other end of the connection, or whom a trusted proxy named; the port is 0 then. */
    InetSocketAddress client();

    /** Number of the event loop that the client's connection belongs to, from 0: connections to servers are reused within a loop. */
    int eventLoop();

    /** What the request is called; empty when it has no name. Allocates. */
    String requestId();

    /**
     * Wall clock at the first byte of the request, microseconds since the epoch. Of the same clock for all event loops, so
     * that exchanges can be put in order.
     */
    long startedAtMicros();

    /** The request's method; empty when its first line could not be read. Allocates. */
    String method();

    /** The request's target as the client sent it; empty when it could not be read. Allocates. */
    String target();

    /** {@code HTTP/1.0}, {@code HTTP/1.1}, {@code HTTP/2.0}; {@code TCP} for a connection that was relayed, which has no request. */
    String protocol();

    /** A header field of the request, first value, or null. Allocates. */
    @Nullable
    String requestHeader(String name);

    /** The status sent to the client; 0 when none was. */
    int status();

    /** The server of the last attempt, or null when none was assigned. */
    @Nullable
    RealServer server();

    /** Attempts at servers, 0 when none was made. */
    int attempts();

    /** Bytes received from the client, heads included. */
    long bytesFromClient();

    /** Bytes sent to the client, heads included. */
    long bytesToClient();

    /** From the request's first byte to the end of its head. */
    long requestHeadNanos();

    /** Waited for a server to become free. */
    long queueNanos();

    /** From the request's first byte to assigning the last attempt to its server: when that was picked. */
    long assignedNanos();

    /** From assigning the last attempt to an established connection; 0 when one was reused. */
    long connectNanos();

    /** From assigning the last attempt to the first byte of the reply. */
    long firstByteNanos();

    /** From the request's first byte to the end. */
    long totalNanos();

    Termination termination();

    /**
     * Two letters after HAProxy's cookie states. What the request said of its server: {@code V} valid, {@code D} that one is down,
     * {@code N} nothing or nothing known; and for a cookie what the reply was given: {@code I} inserted, {@code N} nothing, as
     * the client knew it. {@code -} where there is nothing to say.
     */
    String affinity();

    /**
     * Why the dispatcher did not pass the request on, such as {@code rate-limited} or {@code queue-full}; with {@code -dry-run}
     * behind it when it only would not have; null when there was nothing.
     */
    @Nullable
    String refusal();
}
