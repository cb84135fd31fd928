package org.netchestra.policies.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.KeyMemo;
import org.netchestra.core.hash.KeyMemo.KeyFunction;
import org.netchestra.core.hash.Md5;
import org.netchestra.core.hash.SplitMix;

/**
 * A function of one part of each request, which remembers the results for recent keys. Thread-safe.
 *
 * <p>A request without that part has nothing to be placed by: it gets a key of eight bytes that the clock gives, since one
 * key for all of them would make one server a hot spot.
 */
public final class KeyHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final KeySource source;
    private final KeyMemo memo;

    public KeyHash(KeySource source, KeyFunction function) {
        this.source = Objects.requireNonNull(source, "source");
        memo = new KeyMemo(function);
    }

    /** H64 of a part of the request: the first 64 bits of its MD5. */
    public static KeyHash md5(KeySource source) {
        return new KeyHash(source, Md5::h64);
    }

    KeySource source() {
        return source;
    }

    long of(PickRequest request) {
        return memo.of(read(request));
    }

    /** The request's key, until this thread reads the next one. */
    RequestKey read(PickRequest request) {
        return read(source, request);
    }

    /** As of the method of an instance, for those who remember nothing. */
    static RequestKey read(KeySource source, PickRequest request) {
        Scratch scratch = SCRATCH.get();
        if (!request.readKey(source, scratch.key)) {
            LONGS.set(scratch.keyless, 0, SplitMix.mix(request.nowNanos()));
            scratch.key.set(scratch.keyless, 0, Long.BYTES);
        }
        return scratch.key;
    }

    private static final class Scratch {
        private final RequestKey key = new RequestKey();
        private final byte[] keyless = new byte[Long.BYTES];
    }
}
