package org.netchestra.core.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TLS towards real servers.
 *
 * @param verified whether the servers' certificates are checked ({@code server-tls-verify})
 * @param ca whom they must be signed by; null for the CAs of the Java runtime ({@code server-tls-ca})
 * @param name the name that is asked for and checked; null for the host in the server's address ({@code server-tls-name})
 * @param certificate what the dispatcher shows when it is asked for a certificate ({@code server-tls-certificate})
 */
public record ServerTlsSpec(
        boolean verified,
        @Nullable Path ca,
        @Nullable String name,
        @Nullable Path certificate) {

    private static final String SWITCH = "server-tls";
    private static final List<String> KEYS =
            List.of("server-tls-verify", "server-tls-ca", "server-tls-name", "server-tls-certificate");

    /** Reads the keys; null when servers are spoken to without TLS. */
    static @Nullable ServerTlsSpec read(ConfigurationText text) {
        boolean on = text.flag(SWITCH, false);
        String name = text.text("server-tls-name", "");
        ServerTlsSpec spec = new ServerTlsSpec(
                text.flag("server-tls-verify", true),
                FilePaths.one(text, "server-tls-ca"),
                name.isEmpty() ? null : name,
                FilePaths.one(text, "server-tls-certificate"));
        if (!on) {
            text.requireTogether(SWITCH, "true, or no %s", KEYS);
            return null;
        }
        if (!spec.verified && spec.ca != null) {
            text.problem("server-tls-verify", "false", "true, or no server-tls-ca, which would not be used");
        }
        return spec;
    }
}
