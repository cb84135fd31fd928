package org.netchestra.api.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A request that waits for the reply of a route. Thread-safe, but one thread should read and one should reply. The client may
 * leave at any time; then the streams throw.
 */
@ProviderType
public interface RoutedExchange {

    /** The virtual server that the client asked. */
    String virtualServer();

    RequestHead request();

    /** The body as it comes, with back-pressure to the client; empty when there is none. Closing it gives up the rest. */
    InputStream body();

    /**
     * Replies. To be called once.
     *
     * @return takes the body; waits while the client is slow; to be closed at the end, which makes the reply whole
     * @throws IllegalArgumentException when the head is not valid HTTP; nothing was sent, another reply can be given
     * @throws IllegalStateException when a reply was given before
     * @throws IOException when the client has left
     */
    OutputStream reply(ReplyHead head) throws IOException;

    /** Gives up: the client gets a 502, or sees a reply that has begun as torn. */
    void fail();
}
