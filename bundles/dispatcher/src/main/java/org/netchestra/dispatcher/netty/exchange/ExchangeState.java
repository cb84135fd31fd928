package org.netchestra.dispatcher.netty.exchange;

/** Where an exchange is on its way. */
enum ExchangeState {
    /** The head of the request is coming. */
    HEAD,
    /** The beginning of the request's body is gathered, so that a slow sender holds no server. */
    GATHERING,
    /** All servers have as many exchanges as they may; it waits for its turn. */
    QUEUED,
    /** No server is up: it waits for one. */
    STRANDED,
    /** Another step of its transaction is in flight: it waits for its turn. */
    LINED_UP,
    /** The server is being sent what it has to know of the transaction. */
    REBUILDING,
    /** The request is being stored; nothing of it is sent before. */
    STORING,
    /** A connection to the assigned server is being made. */
    CONNECTING,
    /** The request is being passed on; the final reply has not begun. */
    WAITING,
    /** The reply comes in and is held; the client has got nothing of it. */
    HOLDING,
    /** The reply is being passed on. */
    REPLYING,
    /** Bytes go both ways as they come. */
    TUNNEL,
    /** Over. */
    ENDED
}
