package org.netchestra.api.journal;

/** Where an exchange is between its request and the end of its entry in the journal. */
public enum StepState {
    /** The request has come, no server is assigned. */
    RECEIVED,
    /** A server is assigned; nothing was written to it. */
    ASSIGNED,
    /** The request is being written. */
    SENDING,
    /** The request is written whole, nothing of a reply has come. */
    WAITING,
    /** The reply comes in; the client has got nothing of it. */
    BUFFERING,
    /** The client gets the reply. */
    DELIVERING,
    /** The reply is delivered. */
    CONFIRMED,
    /** The client got an error in place of a reply, or a torn one. */
    FAILED,
    /** The client left. */
    ABANDONED;

    /** Whether the entry is over: its request is no longer kept. */
    public boolean ended() {
        return this == CONFIRMED || this == FAILED || this == ABANDONED;
    }
}
