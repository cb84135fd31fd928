package org.netchestra.dispatcher.message;

import java.util.Locale;

/**
 * Why the dispatcher answered by itself instead of passing a message on, with the status that it answers.
 *
 * <p>The ones that name a fault of a message are found by the codec; a reply with such a fault is answered as
 * {@link #BAD_REPLY}, whatever status the fault has in a request.
 */
public enum Refusal {
    /** A line ends with a bare LF, a CR stands alone, or there is rubbish where a line should start. */
    LINE_END(400, "a line that does not end with CRLF"),
    /** The method is no token, or none that anybody uses is as long. */
    METHOD(400, "malformed method"),
    /** The target has a character that no URI has, or a form that this method must not have. */
    TARGET(400, "malformed request target"),
    /** The path has a segment "." or "..", or an octet that servers decode differently, so that routes by path cannot judge it. */
    DISGUISED_PATH(400, "path that servers read differently"),
    /** What follows the target is no HTTP version. */
    VERSION_SYNTAX(400, "malformed HTTP version"),
    /** The status line of a reply is malformed. */
    STATUS_LINE(400, "malformed status line"),
    /** A header line without a colon, with white space before it, or with a name that is no token. */
    FIELD_NAME(400, "malformed header name"),
    /** A header name that differs from one of the protocol's only by an underscore. */
    FIELD_LOOK_ALIKE(400, "header name that imitates another"),
    /** A control character in a header value. */
    FIELD_VALUE(400, "malformed header value"),
    /** A header line that starts with white space (obsolete folding). */
    FOLDED_FIELD(400, "folded header line"),
    /** The fields of an HTTP/2 request are not what RFC 9113 section 8 says. */
    HTTP2_REQUEST(400, "malformed HTTP/2 request"),
    /** No Host, several, or one that is no host name and port. */
    HOST(400, "missing, repeated or malformed Host"),
    /** A Content-Length that is repeated or no number. */
    LENGTH(400, "repeated or malformed Content-Length"),
    /** Both Content-Length and Transfer-Encoding. */
    LENGTH_AND_CODING(400, "Content-Length with Transfer-Encoding"),
    /** A Transfer-Encoding that is malformed, repeated, or does not end in chunked. */
    CODING(400, "malformed Transfer-Encoding"),
    /** A well-formed Transfer-Encoding that is not chunked alone. */
    UNKNOWN_CODING(501, "unsupported transfer coding"),
    /** An unknown expectation. */
    EXPECTATION(417, "unsupported expectation"),
    /** A malformed Connection or Upgrade header. */
    CONNECTION_OPTION(400, "malformed Connection header"),
    /** The framing of a chunked body is malformed. */
    CHUNK(400, "malformed chunked body"),
    /** A trailer field that must not be one. */
    TRAILER(400, "forbidden or malformed trailer"),
    /** A Max-Forwards of OPTIONS or TRACE that is repeated or no number. */
    MAX_FORWARDS(400, "repeated or malformed Max-Forwards"),
    /** A TRACE with a body. */
    TRACE_BODY(400, "TRACE with a body"),
    /** CONNECT: this is no forward proxy. */
    CONNECT(501, "CONNECT is not supported"),
    /** A protocol version other than 1.0 and 1.1. */
    VERSION(505, "unsupported HTTP version"),
    /** The request target is longer than the limit. */
    TARGET_TOO_LONG(414, "request target too long"),
    /** The head is larger than the limit, or has more fields. */
    HEAD_TOO_LARGE(431, "request head too large"),
    /** The body is larger than the limit. */
    BODY_TOO_LARGE(413, "request body too large"),
    /** More heads are half here than there is memory for. */
    UNFINISHED_HEADS(503, "too many unfinished requests"),
    /** The client did not finish the head in time. */
    HEAD_TIMEOUT(408, "request head not complete in time"),
    /** The client stopped sending the body. */
    BODY_TIMEOUT(408, "request body not complete in time"),
    /** The client sends the body too slowly on average. */
    BODY_TOO_SLOW(408, "request body too slow"),
    /** The source sent more requests than it may. */
    RATE_LIMITED(429, "too many requests"),
    /** All servers have as many requests as they may, and as many wait as may wait. */
    QUEUE_FULL(503, "too many requests are waiting"),
    /** All servers had as many requests as they may for too long. */
    QUEUE_TIMEOUT(503, "no server became free in time"),
    /** The whole exchange takes too long. */
    EXCHANGE_TIMEOUT(504, "the exchange takes too long"),
    /** The requests of this virtual server take a route, and there is none. */
    NO_ROUTE(503, "no route available"),
    /** No server may take the request now. */
    NO_SERVER(503, "no server available"),
    /** The dispatcher is stopping. */
    STOPPING(503, "stopping"),
    /** No connection to a server could be made. */
    CONNECT_FAILED(502, "cannot connect to the server"),
    /** No connection to a server could be made in time. */
    CONNECT_TIMEOUT(504, "cannot connect to the server in time"),
    /** The server closed the connection without a reply; the request may have been executed. */
    NO_REPLY(502, "the server closed the connection without a reply"),
    /** The server's reply is malformed. */
    BAD_REPLY(502, "malformed reply from the server"),
    /** Every server that was tried failed, and the request may have been executed. */
    OUTCOME_UNKNOWN(502, "the server failed; it is unknown whether the request was executed"),
    /** The step before this one of its transaction failed, or the transaction was aborted, or too many steps wait. */
    TRANSACTION_BROKEN(503, "the transaction cannot go on"),
    /** An earlier request with the same idempotency key is still in progress. */
    KEY_IN_PROGRESS(409, "a request with this idempotency key is in progress"),
    /** The idempotency key came before with another request. */
    KEY_MISMATCH(422, "this idempotency key belongs to another request"),
    /** The server did not answer in time; the request may have been executed. */
    REPLY_TIMEOUT(504, "the server did not answer in time");

    private final int status;
    private final String text;
    private final String label;

    Refusal(int status, String text) {
        this.status = status;
        this.text = text;
        label = name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The name under which it is counted and logged, such as {@code head-too-large}. */
    public String label() {
        return label;
    }

    /** The status code that the client gets. */
    public int status() {
        return status;
    }

    /** Whether it says that no server took a request that was sound. */
    public boolean isForWantOfServers() {
        return switch (this) {
            case NO_SERVER, NO_ROUTE, CONNECT_FAILED, CONNECT_TIMEOUT, QUEUE_FULL, QUEUE_TIMEOUT, TRANSACTION_BROKEN ->
                true;
            default -> false;
        };
    }

    /** A few words for the client, the log and the counters' labels. */
    public String text() {
        return text;
    }
}
