package org.netchestra.workload.generator;

/** How a request can fail, seen from the client. */
public enum FailureKind {
    /** No connection could be made. */
    CONNECT,
    /** The connection ended before the first byte of the reply. */
    RESET,
    /** The connection ended in the middle of the reply. */
    TRUNCATED,
    /** The reply breaks the rules of HTTP/1.1. */
    MALFORMED,
    /** The reply has another status than expected. */
    STATUS,
    /** The reply's body has another length or other bytes than expected. */
    BODY,
    /** The reply names no server, or none of those expected. */
    SERVER,
    /** The reply was not whole in time. */
    TIMEOUT
}
