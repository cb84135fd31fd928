package org.netchestra.api.policy;

import org.netchestra.api.cluster.RealServer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * What a picker may know of the request it picks for. Valid only during the call to {@link Picker#pick}; confined to the
 * calling thread.
 */
@ProviderType
public interface PickRequest {

    /** Whether this request must not go to this server: it failed there before. */
    boolean excludes(RealServer server);

    /** The dispatcher's monotonic clock at the start of the pick. */
    long nowNanos();

    /**
     * Makes {@code into} a view of a part of the request, without copying.
     *
     * @return false when the request has no such part; {@code into} is then empty
     */
    boolean readKey(KeySource source, RequestKey into);

    /** Which attempt at the request this pick is for: 1 for the first, more when servers failed it. */
    default int attempt() {
        return 1;
    }

    /** The request's id, or the empty text when it has none. Allocates: for explanations. */
    default String id() {
        return "";
    }

    /** Method and target, for explanations. Allocates. */
    default String summary() {
        return "";
    }
}
