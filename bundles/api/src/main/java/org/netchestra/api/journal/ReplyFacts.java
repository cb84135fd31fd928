package org.netchestra.api.journal;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the journal wants to know of a reply.
 *
 * @param status its status
 * @param setCookies the values of its Set-Cookie lines; needed only by transactions that can be rebuilt
 * @param stored the whole reply, to be given again to a client that repeats its idempotency key; null when it streams
 */
public record ReplyFacts(
        int status, List<String> setCookies, @Nullable StoredReply stored) {

    public ReplyFacts {
        setCookies = List.copyOf(setCookies);
    }

    /** A reply of which only the status matters. */
    public static ReplyFacts of(int status) {
        return new ReplyFacts(status, List.of(), null);
    }
}
