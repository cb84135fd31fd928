package org.netchestra.dispatcher;

import java.util.EnumMap;
import java.util.Map;

/** The replies that the dispatcher gives by itself, as bytes made once. Immutable. */
public final class OwnReply {

    private static final Map<Refusal, OwnReply> REPLIES = new EnumMap<>(Refusal.class);

    static {
        for (Refusal refusal : Refusal.values()) {
            REPLIES.put(refusal, new OwnReply(refusal));
        }
    }

    private final byte[] head;
    private final byte[] body;

    private OwnReply(Refusal refusal) {
        String text = refusal.status() + " " + refusal.text() + "\n";
        body = HeadWriter.ascii(text);
        String outcome = outcome(refusal);
        head = HeadWriter.ascii("HTTP/1.1 " + refusal.status() + " " + Reasons.of(refusal.status()) + "\r\n"
                + "Content-Type: text/plain\r\n"
                + (outcome.isEmpty() ? "" : "Netchestra-Outcome: " + outcome + "\r\n")
                + (refusal.status() == 503 ? "Retry-After: 1\r\n" : "")
                + "Content-Length: " + body.length + "\r\n");
    }

    /** What the client may take for granted; the other answers are given to safe requests, or say what was wrong with the request. */
    private static String outcome(Refusal refusal) {
        return switch (refusal) {
            case OUTCOME_UNKNOWN -> "unknown";
            case NO_SERVER,
                    CONNECT_FAILED,
                    CONNECT_TIMEOUT,
                    QUEUE_FULL,
                    QUEUE_TIMEOUT,
                    NO_ROUTE,
                    STOPPING,
                    TRANSACTION_BROKEN -> "not-applied";
            default -> "";
        };
    }

    /** Writes the reply to a refusal. */
    public static void write(HeadWriter out, Refusal refusal, boolean withBody, boolean close) {
        OwnReply reply = REPLIES.get(refusal);
        if (reply == null) {
            throw new IllegalStateException("refusal: " + refusal + " (expected: one with a reply)");
        }
        out.put(reply.head);
        if (close) {
            out.connectionClose();
        }
        out.endOfHead();
        if (withBody) {
            out.put(reply.body);
        }
    }
}
