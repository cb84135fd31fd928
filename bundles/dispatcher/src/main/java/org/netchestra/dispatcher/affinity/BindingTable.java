package org.netchestra.dispatcher.affinity;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.SipHash24;
import org.netchestra.core.pool.LiveServer;

/**
 * Which key is bound to which server, in bounded memory: sets of eight, of which the one is given up that would expire first.
 * Thread-safe, lock-free; looking up and prolonging allocate nothing.
 *
 * <p>Keys are kept as 64-bit codes under a secret key, so that nobody can choose keys that displace others'.
 */
final class BindingTable {

    private static final int WAYS = 8;

    private static final class Binding {
        final long code;
        final LiveServer server;
        volatile long expiresAtNanos;

        Binding(long code, LiveServer server, long expiresAtNanos) {
            this.code = code;
            this.server = server;
            this.expiresAtNanos = expiresAtNanos;
        }
    }

    private final SipHash24 hash = new SipHash24(
            ThreadLocalRandom.current().nextLong(), ThreadLocalRandom.current().nextLong());
    private final AtomicReferenceArray<@Nullable Binding> bindings;
    private final int mask;
    private final long expireNanos;

    /**
     * @param size bindings to remember at least; rounded up to a power of two
     * @param expireNanos how long after its last use
     */
    BindingTable(int size, long expireNanos) {
        int sets = Integer.highestOneBit(Math.max(1, (size - 1) / WAYS)) * 2;
        mask = sets - 1;
        bindings = new AtomicReferenceArray<>(sets * WAYS);
        this.expireNanos = expireNanos;
    }

    /** The server that a key is bound to, and stays bound to for longer now; null when there is none. */
    @Nullable
    LiveServer find(RequestKey key, long nowNanos) {
        long code = code(key);
        int first = first(code);
        for (int i = first; i < first + WAYS; i++) {
            Binding binding = bindings.get(i);
            if (binding != null && binding.code == code) {
                if (nowNanos - binding.expiresAtNanos >= 0) {
                    return null;
                }
                binding.expiresAtNanos = nowNanos + expireNanos;
                return binding.server;
            }
        }
        return null;
    }

    /** Binds a key to a server, whatever it was bound to before. */
    void bind(RequestKey key, LiveServer server, long nowNanos) {
        long code = code(key);
        int first = first(code);
        int best = first;
        long bestExpires = Long.MAX_VALUE;
        for (int i = first; i < first + WAYS; i++) {
            Binding binding = bindings.get(i);
            if (binding != null && binding.code == code) {
                best = i;
                break;
            }
            long expires = binding == null ? Long.MIN_VALUE : binding.expiresAtNanos;
            if (expires < bestExpires) {
                best = i;
                bestExpires = expires;
            }
        }
        Binding known = bindings.get(best);
        if (known != null && known.code == code && known.server == server) {
            known.expiresAtNanos = nowNanos + expireNanos;
        } else {
            bindings.set(best, new Binding(code, server, nowNanos + expireNanos));
        }
    }

    private long code(RequestKey key) {
        return hash.hash(key.array(), key.offset(), key.length());
    }

    private int first(long code) {
        return (int) (code & mask) * WAYS;
    }
}
