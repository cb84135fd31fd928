package org.netchestra.dispatcher.affinity;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.AffinitySpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;

/**
 * The session id that a server gives: by the server's name that it ends with, as in {@code JSESSIONID=a1b2.s1} (jvmRoute), or else by
 * what was learned from the reply that gave it.
 */
final class SessionAffinity extends TableAffinity {

    SessionAffinity(AffinitySpec spec) {
        super(spec, new KeySource(KeySource.Kind.COOKIE, spec.name()));
    }

    /** Servlet containers write the cookie's name there, in small letters, for clients that take no cookies. */
    @Override
    public String pathParameter() {
        return spec().name();
    }

    @Override
    public @Nullable LiveServer find(RequestKey id, List<ManagedServer> servers, long nowNanos) {
        LiveServer learned = super.find(id, servers, nowNanos);
        return learned != null ? learned : byRoute(id, servers);
    }

    private static @Nullable LiveServer byRoute(RequestKey id, List<ManagedServer> servers) {
        for (int i = 0; i < servers.size(); i++) {
            LiveServer server = servers.get(i).live();
            if (endsWithRoute(id, server.name())) {
                return server;
            }
        }
        return null;
    }

    private static boolean endsWithRoute(RequestKey id, String name) {
        int start = id.length() - name.length();
        if (start < 2 || id.byteAt(start - 1) != '.') {
            return false;
        }
        for (int i = 0; i < name.length(); i++) {
            if (id.byteAt(start + i) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String learnedCookie() {
        return spec().name();
    }
}
