package org.netchestra.dispatcher.affinity;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.AffinitySpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;

/**
 * A cookie that says the server. Its value is a code of pool, server name and address: it stands for the server itself, not for its
 * position, and nothing has to be remembered for it.
 */
final class CookieAffinity implements Affinity {

    private static final int ROOM = 64;

    private static final class Token {
        final byte[] value;
        final String plain;
        final String secure;

        Token(byte[] value, String plain, String secure) {
            this.value = value;
            this.plain = plain;
            this.secure = secure;
        }
    }

    private final AffinitySpec spec;
    private final String pool;
    private final AffinityKey key;
    private final KeySource source;
    private final ConcurrentHashMap<LiveServer, Token> tokens = new ConcurrentHashMap<>();

    CookieAffinity(AffinitySpec spec, String pool, AffinityKey key) {
        this.spec = spec;
        this.pool = pool;
        this.key = key;
        source = new KeySource(KeySource.Kind.COOKIE, spec.name());
    }

    @Override
    public AffinitySpec spec() {
        return spec;
    }

    @Override
    public KeySource source() {
        return source;
    }

    @Override
    public @Nullable LiveServer find(RequestKey cookie, List<ManagedServer> servers, long nowNanos) {
        if (tokens.size() > 2 * servers.size() + ROOM) {
            // Servers that have left the configuration.
            tokens.clear();
        }
        for (int i = 0; i < servers.size(); i++) {
            LiveServer server = servers.get(i).live();
            if (equal(cookie, token(server).value)) {
                return server;
            }
        }
        return null;
    }

    private static boolean equal(RequestKey cookie, byte[] value) {
        if (cookie.length() != value.length) {
            return false;
        }
        for (int i = 0; i < value.length; i++) {
            if (cookie.byteAt(i) != value[i]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void bind(RequestKey cookie, LiveServer server, long nowNanos) {
        // The client remembers.
    }

    @Override
    public String announcement(LiveServer server, boolean secure) {
        Token token = token(server);
        return switch (spec.cookie().secure()) {
            case ALWAYS -> token.secure;
            case NEVER -> token.plain;
            case AUTO -> secure ? token.secure : token.plain;
        };
    }

    private Token token(LiveServer server) {
        Token token = tokens.get(server);
        if (token == null) {
            token = make(server);
            tokens.put(server, token);
        }
        return token;
    }

    private Token make(LiveServer server) {
        byte[] value = key.tokenFor(pool + '\0' + server.name() + '\0' + server.address());
        String line = line(new String(value, StandardCharsets.US_ASCII));
        return new Token(value, line, line + "; Secure");
    }

    private String line(String value) {
        AffinitySpec.Cookie cookie = spec.cookie();
        StringBuilder line = new StringBuilder();
        line.append(spec.name()).append('=').append(value).append("; Path=").append(cookie.path());
        if (!cookie.domain().isEmpty()) {
            line.append("; Domain=").append(cookie.domain());
        }
        if (!cookie.maxAge().isZero()) {
            line.append("; Max-Age=").append(cookie.maxAge().toSeconds());
        }
        return line.append("; HttpOnly; SameSite=").append(cookie.sameSite()).toString();
    }
}
