package org.netchestra.dispatcher.netty.setup;

import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.SslContext;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;

/**
 * The keys of the session tickets (RFC 5077) of one certificate: a session of one name must not be resumed under another (RFC 6066
 * section 3). A key lives for twelve hours, and is read for twelve more. Never written anywhere. Thread-safe.
 */
final class TicketKeys {

    private static final long LIFE_NANOS = TimeUnit.HOURS.toNanos(12);
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SslContext context;
    private OpenSslSessionTicketKey current = fresh();
    private long madeNanos;

    TicketKeys(SslContext context, long nowNanos) {
        this.context = context;
        madeNanos = nowNanos;
        set(current);
    }

    /** Takes a new key when the current one is old. */
    synchronized void rotate(long nowNanos) {
        if (nowNanos - madeNanos >= LIFE_NANOS) {
            OpenSslSessionTicketKey previous = current;
            current = fresh();
            madeNanos = nowNanos;
            set(current, previous);
        }
    }

    /** The JDK has keys of its own. */
    private void set(OpenSslSessionTicketKey... keys) {
        if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
            sessions.setTicketKeys(keys);
        }
    }

    private static OpenSslSessionTicketKey fresh() {
        return new OpenSslSessionTicketKey(
                random(OpenSslSessionTicketKey.NAME_SIZE),
                random(OpenSslSessionTicketKey.HMAC_KEY_SIZE),
                random(OpenSslSessionTicketKey.AES_KEY_SIZE));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
