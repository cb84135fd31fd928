package org.netchestra.core.control;

import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;

/** A request without parts, for tests. */
public record PlainRequest(String id, String summary) implements PickRequest {

    @Override
    public boolean excludes(RealServer server) {
        return false;
    }

    @Override
    public long nowNanos() {
        return 0;
    }

    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        return false;
    }
}
