package org.netchestra.policies.hashing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.hash.KeyMemo;
import org.netchestra.core.hash.KeyMemo.KeyFunction;
import org.netchestra.core.hash.Md5;
import org.netchestra.core.hash.SplitMix;

/**
 * A function of one part of each request, which remembers the results for recent keys if it is a slow one. Thread-safe.
 *
 * <p>A request without that part has nothing to be placed by: it gets a key of eight bytes that the clock gives, since one
 * key for all of them would make one server a hot spot.
 */
public final class KeyHash {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final ThreadLocal<Scratch> SCRATCH = ThreadLocal.withInitial(Scratch::new);

    private final KeySource source;
    private final KeyFunction function;
    private final @Nullable KeyMemo memo;

    /** A function that takes longer than to find its result again. */
    public KeyHash(KeySource source, KeyFunction function) {
        this(source, function, new KeyMemo(function));
    }

    private KeyHash(KeySource source, KeyFunction function, @Nullable KeyMemo memo) {
        this.source = Objects.requireNonNull(source, "source");
        this.function = Objects.requireNonNull(function, "function");
        this.memo = memo;
    }

    /** A function that is as quick as a look into a memory would be. */
    static KeyHash quick(KeySource source, KeyFunction function) {
        return new KeyHash(source, function, null);
    }

    /** H64 of a part of the request: the first 64 bits of its MD5. */
    public static KeyHash md5(KeySource source) {
        return new KeyHash(source, Md5::h64);
    }

    KeySource source() {
        return source;
    }

    long of(PickRequest request) {
        RequestKey key = read(request);
        return memo == null ? function.apply(key.array(), key.offset(), key.length()) : memo.of(key);
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
