package org.netchestra.conformance;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;

/** A request without a client: one key that stands for every part of it, a clock to set, one server to exclude. */
public final class ProbeRequest implements PickRequest {

    private byte @Nullable [] key;
    private long nowNanos;
    private @Nullable RealServer excluded;

    /** The bytes of every part of this request. */
    public ProbeRequest key(String text) {
        return key(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of every part of this request; null makes a request without parts. */
    public ProbeRequest key(byte @Nullable [] bytes) {
        key = bytes;
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
        byte[] bytes = key;
        if (bytes == null) {
            into.clear();
            return false;
        }
        into.set(bytes, 0, bytes.length);
        return true;
    }
}
