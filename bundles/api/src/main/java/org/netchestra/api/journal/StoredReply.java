package org.netchestra.api.journal;

import java.nio.ByteBuffer;

/**
 * A reply as the dispatcher wants it back. The bytes must not be written after this was made.
 *
 * @param status its status
 * @param head its head, in the dispatcher's own form
 * @param body its body
 */
public record StoredReply(int status, ByteBuffer head, ByteBuffer body) {

    public StoredReply {
        head = head.asReadOnlyBuffer();
        body = body.asReadOnlyBuffer();
    }

    @Override
    public ByteBuffer head() {
        return head.duplicate();
    }

    @Override
    public ByteBuffer body() {
        return body.duplicate();
    }
}
