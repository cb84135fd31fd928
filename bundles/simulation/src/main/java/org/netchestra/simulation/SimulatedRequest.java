package org.netchestra.simulation;

import java.nio.charset.StandardCharsets;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.RequestKey;

/** What a picker is told of a request in virtual time. Reused from request to request; not thread-safe. */
public final class SimulatedRequest implements PickRequest {

    private static final byte[] DESTINATION = {(byte) 192, 0, 2, 80};

    private byte[] url = {};
    private int pathStart;
    private int pathEnd;
    private byte[] client = {};
    private long nowNanos;

    /**
     * @param key an absolute URL or a path, in UTF-8
     * @param client address and port: 6 or 18 bytes
     */
    public SimulatedRequest of(byte[] key, byte[] client, long nowNanos) {
        if (url != key) {
            url = key;
            pathStart = pathStart(key);
            pathEnd = indexOf(key, '?', pathStart);
        }
        this.client = client;
        this.nowNanos = nowNanos;
        return this;
    }

    public static byte[] key(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public boolean excludes(RealServer server) {
        return false;
    }

    @Override
    public long nowNanos() {
        return nowNanos;
    }

    /** Headers, cookies and parameters are not in a trace: the whole key stands for them. */
    @Override
    public boolean readKey(KeySource source, RequestKey into) {
        switch (source.kind()) {
            case SOURCE -> into.set(client, 0, client.length - Short.BYTES);
            case SOURCE_PORT -> into.set(client, 0, client.length);
            case DESTINATION -> into.set(DESTINATION, 0, DESTINATION.length);
            case PATH -> into.set(url, pathStart, pathEnd - pathStart);
            default -> into.set(url, 0, url.length);
        }
        return true;
    }

    private static int pathStart(byte[] url) {
        for (int at = 0; at + 2 < url.length; at++) {
            if (url[at] == ':' && url[at + 1] == '/' && url[at + 2] == '/') {
                return indexOf(url, '/', at + 3);
            }
            if (url[at] == '/') {
                return 0;
            }
        }
        return 0;
    }

    private static int indexOf(byte[] bytes, char character, int from) {
        int at = from;
        while (at < bytes.length && bytes[at] != character) {
            at++;
        }
        return at;
    }
}
