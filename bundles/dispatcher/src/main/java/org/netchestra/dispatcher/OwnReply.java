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
        head = HeadWriter.ascii("HTTP/1.1 " + refusal.status() + " " + reason(refusal.status()) + "\r\n"
                + "Content-Type: text/plain\r\n"
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

    private static String reason(int status) {
        return switch (status) {
            case 400 -> "Bad Request";
            case 408 -> "Request Timeout";
            case 413 -> "Content Too Large";
            case 414 -> "URI Too Long";
            case 417 -> "Expectation Failed";
            case 431 -> "Request Header Fields Too Large";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Gateway Timeout";
            case 505 -> "HTTP Version Not Supported";
            default -> throw new IllegalArgumentException("status: " + status + " (expected: one of a refusal)");
        };
    }
}
