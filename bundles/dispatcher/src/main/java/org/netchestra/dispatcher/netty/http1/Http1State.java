package org.netchestra.dispatcher.netty.http1;

/** How far a client's HTTP/1.1 connection is. */
enum Http1State {
    /** No byte of the next request has come. */
    IDLE,
    HEAD,
    BODY,
    /** The request is whole; its reply is not. */
    REPLY,
    TUNNEL,
    /** Closing: what comes in is thrown away, so that the client gets to read the last reply. */
    LINGER,
    CLOSED
}
