package org.netchestra.api.journal;

/** How far an attempt came before it failed. */
public enum Progress {
    /** No byte of the request was written to the server. */
    NOT_SENT,
    /** Some of the request was written: the server may act on it already. */
    SENT_PART,
    /** All of the request was written. */
    SENT_ALL,
    /** Bytes of the reply have come, none went to the client. */
    REPLY_BUFFERED,
    /** The client has got bytes of the reply. */
    CLIENT_STARTED
}
