package org.netchestra.api.exchange;

/** Who ended an exchange, and in which phase: the two letters that access logs print. */
public enum Termination {
    /** The whole reply was delivered. */
    COMPLETE("--"),
    /** The request was refused as malformed or over a limit. */
    REQUEST_REFUSED("PR"),
    /** The client sent more requests than it may, or came while too many were waiting. */
    LIMITED("PR"),
    /** The client took too long to send its request. */
    CLIENT_TIMEOUT_REQUEST("cR"),
    /** The client left before its request was whole. */
    CLIENT_ABORT_REQUEST("CR"),
    /** The client left while it waited for the reply's head. */
    CLIENT_ABORT_WAITING("CH"),
    /** The client left during the reply. */
    CLIENT_ABORT_REPLY("CD"),
    /** The client stopped reading or sending for too long. */
    CLIENT_TIMEOUT_DATA("cD"),
    /** The client left while its request waited for a server to become free. */
    CLIENT_ABORT_QUEUED("CQ"),
    /** The request waited too long for a server to become free. */
    QUEUE_TIMEOUT("sQ"),
    /** No server was eligible. */
    NO_SERVER("SC"),
    /** No server could be connected to. */
    CONNECT_FAILED("SC"),
    /** Connecting took too long. */
    CONNECT_TIMEOUT("sC"),
    /** The server closed or reset before the reply's head was whole. */
    SERVER_ABORT_WAITING("SH"),
    /** The server took too long to answer. */
    SERVER_TIMEOUT_WAITING("sH"),
    /** The server's reply was malformed. */
    REPLY_REFUSED("PH"),
    /** The server closed or reset during the reply. */
    SERVER_ABORT_REPLY("SD"),
    /** The server stopped sending during the reply. */
    SERVER_TIMEOUT_DATA("sD"),
    /** The dispatcher was stopped. */
    STOPPED("KD"),
    /** The dispatcher answered by itself, as configured. */
    LOCAL_REPLY("LR");

    private final String letters;

    Termination(String letters) {
        this.letters = letters;
    }

    /**
     * Two letters after HAProxy's session state at disconnection: who ended it (C client, S server, P proxy, K killed, L
     * local; lower case for a time-out), and the phase (R request, Q queue, C connect, H head of the reply, D data).
     */
    public String letters() {
        return letters;
    }

    /** Whether a server is to blame. */
    public boolean serverFailure() {
        return switch (this) {
            case CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    SERVER_ABORT_WAITING,
                    SERVER_TIMEOUT_WAITING,
                    REPLY_REFUSED,
                    SERVER_ABORT_REPLY,
                    SERVER_TIMEOUT_DATA -> true;
            default -> false;
        };
    }
}
