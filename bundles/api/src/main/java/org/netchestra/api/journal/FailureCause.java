package org.netchestra.api.journal;

/** Why an attempt failed. */
public enum FailureCause {
    /** No connection came about. Proves that nothing was applied. */
    CONNECT_FAILED,
    /** The server said that it did not process the request: HTTP/2 REFUSED_STREAM, or a GOAWAY below the stream. A proof. */
    REFUSED_BY_SERVER,
    /** The application was asked about the transaction and said that the step is not applied. A proof. */
    NOT_APPLIED,
    /** The server closed or reset the connection. */
    RESET,
    /** No reply within the limit. */
    TIMEOUT,
    /** The reply ended before its announced length. */
    TRUNCATED,
    /** The reply was no HTTP. */
    GARBLED,
    /** The server answered with a status that counts as a failure; its answer is delivered when nothing better comes. */
    STATUS,
    /** An operator gave the attempt up. */
    OPERATOR,
    /** No server was there to assign, or none came in time; no attempt was made. */
    NO_SERVER,
    /**
     * The transaction cannot be rebuilt on another server: its steps are not kept or must not be sent twice, or one of them
     * answered otherwise there.
     */
    REBUILD_FAILED;

    /** Whether it proves that the server did not apply the request, however much of it was written. */
    public boolean provesNotApplied() {
        return this == CONNECT_FAILED || this == REFUSED_BY_SERVER || this == NOT_APPLIED;
    }
}
