package org.netchestra.conformance;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;

/**
 * A request without a client: one key that stands for every part of it, addresses that follow from the key, a clock to
 * set, one server to exclude. Not thread-safe.
 */
public final class ProbeRequest implements PickRequest {

    private byte @Nullable [] key;
    private byte @Nullable [] endpoint;
    private long nowNanos;
    private @Nullable RealServer excluded;

    /** The bytes of every part of this request that is text. */
    public ProbeRequest key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of every part of this request that is text; null makes a request without parts. */
    public ProbeRequest key(byte @Nullable [] bytes) {
        key = bytes;
        endpoint = bytes == null ? null : endpointOf(Arrays.hashCode(bytes));
        return this;
    }

    /** The client's and destination's address and port: 6 or 18 bytes in network order. */
    public ProbeRequest endpoint(byte[] addressAndPort) {
        endpoint = addressAndPort;
        return this;
    }

    public ProbeRequest nowNanos(long value) {
        nowNanos = value;
        return this;
    }

    public ProbeRequest excluding(@Nullable RealServer server) {
        excluded = server;
        return this;
    }

    @Override
    public boolean excludes(RealServer server) {
        return server == excluded;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        return switch (source.kind()) {
            case SOURCE, DESTINATION -> read(endpoint, Short.BYTES, into);
            case SOURCE_PORT -> read(endpoint, 0, into);
            default -> read(key, 0, into);
        };
    }

    private static boolean read(byte @Nullable [] bytes, int withoutLast, RequestKey into) {
        if (bytes == null) {
            into.clear();
            return false;
        }
        into.set(bytes, 0, bytes.length - withoutLast);
        return true;
    }

    private static byte[] endpointOf(int number) {
        int spread = number * 0x9E3779B1;
        return ByteBuffer.allocate(Integer.BYTES + Short.BYTES)
                .putInt(spread)
                .putShort((short) (spread >>> 7))
                .array();
    }
}
