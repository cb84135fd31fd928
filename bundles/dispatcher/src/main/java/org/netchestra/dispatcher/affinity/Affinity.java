package org.netchestra.dispatcher.affinity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.AffinitySpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;

/** The affinity of one pool, by one configuration. Thread-safe; allocates only when something is bound anew. */
public interface Affinity {

    /** The affinity that a configuration asks for. */
    static Affinity of(AffinitySpec spec, String pool, AffinityKey key) {
        return switch (spec.kind()) {
            case COOKIE -> new CookieAffinity(spec, pool, key);
            case SOURCE -> new TableAffinity(spec, KeySource.of(KeySource.Kind.SOURCE));
            case HEADER -> new TableAffinity(spec, new KeySource(KeySource.Kind.HEADER, spec.name()));
            case PARAMETER -> new TableAffinity(spec, new KeySource(KeySource.Kind.PARAMETER, spec.name()));
            case SESSION -> new SessionAffinity(spec);
        };
    }

    AffinitySpec spec();

    /** The part of a request that says where it belongs. */
    KeySource source();

    /** The path parameter that says it when {@link #source()} does not, as in {@code /cart;jsessionid=a1b2.s1}; null for none. */
    default @Nullable String pathParameter() {
        return null;
    }

    /** The server that a request with this key belongs to, whatever its state; null when it is free to go anywhere. */
    @Nullable
    LiveServer find(RequestKey key, List<ManagedServer> servers, long nowNanos);

    /** A request with this key has gone to a server. */
    void bind(RequestKey key, LiveServer server, long nowNanos);

    /** The Set-Cookie that tells the client of its server; null when it need not know. */
    default @Nullable String announcement(LiveServer server, boolean secure) {
        return null;
    }

    /** The cookie of a reply that is to be learned; null for none. */
    default @Nullable String learnedCookie() {
        return null;
    }
}
