package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** What an idempotency key stands for: the request's first line and who sent it, as 64 bits of SHA-256. Stateless. */
final class Fingerprint {

    private Fingerprint() {}

    static long of(ByteBuffer head, @Nullable String credentials) {
        MessageDigest digest = sha256();
        digest.update(firstLine(head));
        if (credentials != null) {
            digest.update((byte) 0);
            digest.update(credentials.getBytes(StandardCharsets.UTF_8));
        }
        return ByteBuffer.wrap(digest.digest()).getLong();
    }

    /** The bytes before the first line's end. */
    static ByteBuffer firstLine(ByteBuffer head) {
        ByteBuffer line = head.duplicate();
        for (int i = line.position(); i < line.limit(); i++) {
            if (line.get(i) == '\r' || line.get(i) == '\n') {
                line.limit(i);
            }
        }
        return line;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
