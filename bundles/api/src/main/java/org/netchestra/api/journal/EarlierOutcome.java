package org.netchestra.api.journal;

import org.jspecify.annotations.Nullable;

/**
 * What became of an earlier request with the same idempotency key (draft-ietf-httpapi-idempotency-key-header).
 *
 * @param kind what became of it
 * @param reply its reply, when that is stored
 */
public record EarlierOutcome(Kind kind, @Nullable StoredReply reply) {

    /** What became of an earlier request, and how a repeated one is answered. */
    public enum Kind {
        /** It is still in progress: 409. */
        IN_PROGRESS,
        /** It was answered, and the answer is at hand: that answer. */
        STORED,
        /** It may have been applied, and no answer is at hand: 502 with {@code Netchestra-Outcome: unknown}. */
        UNKNOWN,
        /** It was another request: 422. */
        MISMATCH
    }
}
