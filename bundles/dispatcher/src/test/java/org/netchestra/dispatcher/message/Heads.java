package org.netchestra.dispatcher.message;

import java.nio.charset.StandardCharsets;

/** Makes heads from text for tests. */
public final class Heads {

    private Heads() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public static MessageHead holding(byte[] bytes) {
        MessageHead head = new MessageHead();
        for (byte b : bytes) {
            if (!head.grow(1 << 20)) {
                throw new IllegalArgumentException("bytes: too many");
            }
            head.bytes()[head.length()] = b;
            head.setLength(head.length() + 1);
        }
        return head;
    }

    /** A parsed request head; fails when it is refused. */
    public static MessageHead request(String text) {
        MessageHead head = holding(bytes(text));
        if (HeadParser.parseRequest(head, HttpLimits.REQUEST) <= 0) {
            throw new AssertionError("refused: " + head.refusal() + " " + text);
        }
        return head;
    }

    /** A parsed reply head; fails when it is refused. */
    public static MessageHead reply(String text) {
        MessageHead head = holding(bytes(text));
        if (HeadParser.parseReply(head, HttpLimits.REPLY) <= 0) {
            throw new AssertionError("refused: " + head.refusal() + " " + text);
        }
        return head;
    }

    public static String written(HeadWriter writer) {
        return new String(writer.bytes(), 0, writer.length(), StandardCharsets.ISO_8859_1);
    }
}
