package org.netchestra.dispatcher.netty.exchange;

import java.nio.ByteBuffer;
import org.netchestra.api.journal.StoredReply;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/** Replies as the journal stores them, to be given again to a client that repeats its idempotency key. */
final class StoredReplies {

    private StoredReplies() {}

    /** A copy of a reply whose body is held whole. */
    static StoredReply of(MessageHead head, HeldReply body) {
        byte[] copy = new byte[head.length()];
        System.arraycopy(head.bytes(), 0, copy, 0, copy.length);
        return new StoredReply(head.status(), ByteBuffer.wrap(copy), ByteBuffer.wrap(body.copy()));
    }

    /**
     * Reads a stored reply's head.
     *
     * @return whether it is one
     */
    static boolean read(StoredReply stored, MessageHead head, ReplySemantics semantics, boolean toHead) {
        head.fill(stored.head());
        return HeadParser.parseReply(head, HttpLimits.REPLY) > 0 && semantics.read(head, toHead, false) == null;
    }
}
