package org.netchestra.dispatcher.reply;

import java.util.EnumMap;
import java.util.Map;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.Refusal;

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
        head = HeadWriter.ascii("HTTP/1.1 " + refusal.status() + " " + Reasons.of(refusal.status()) + "\r\n"
                + "Content-Type: text/plain\r\n"
                + (refusal == Refusal.OUTCOME_UNKNOWN ? "Netchestra-Outcome: unknown\r\n" : "")
                + (refusal.status() == 503 ? "Retry-After: 1\r\n" : "")
                + "Content-Length: " + body.length + "\r\n");
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
