package org.netchestra.api.route;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Sends requests to the real servers of a virtual server, by its policy and with its attempts, limits and timeouts; past its
 * route. A thread-safe service.
 */
@ProviderType
public interface RequestSender {

    /**
     * Sends a request and waits for the head of the reply. Never to be called on an event loop.
     *
     * @param body read to its end, or to the length that the head states
     * @throws IllegalArgumentException when there is no such virtual server, or the head is not valid HTTP
     * @throws IOException when the body cannot be read, or the reply was broken off before its head was whole. What the
     *     dispatcher answers by itself (502, 503, 504) is a reply
     */
    Reply send(String virtualServer, RequestHead head, InputStream body) throws IOException;

    /** A reply whose body is on its way. To be closed. */
    @ProviderType
    interface Reply extends Closeable {

        ReplyHead head();

        /** The body as it comes, with back-pressure to the server; throws when the server breaks it off. */
        InputStream body();

        /** Gives up what has not been read. */
        @Override
        void close();
    }
}
