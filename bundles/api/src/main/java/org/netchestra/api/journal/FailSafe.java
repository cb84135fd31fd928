package org.netchestra.api.journal;

/** What a virtual server promises when a real server fails under a request. */
public enum FailSafe {
    /** Nothing is kept: only what certainly was not applied goes to another server. */
    OFF,
    /** No request that is not idempotent is ever applied twice; one that may have been applied is answered "outcome unknown". */
    STRICT,
    /** Every request is finished on another server, at least once; a replay that may apply a request twice is marked. */
    PAPER
}
