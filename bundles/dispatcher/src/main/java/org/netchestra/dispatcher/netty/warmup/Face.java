package org.netchestra.dispatcher.netty.warmup;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.Protocol;
import org.netchestra.core.config.TlsSpec;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;

/**
 * A way to speak to the appliance that a virtual server of the configuration offers to clients; the first that offers it stands for all.
 *
 * @param spokenBy what clients speak
 * @param keys of a virtual server that offers nothing else, without its addresses
 */
record Face(Speech spokenBy, Map<String, String> keys) {

    /** What clients speak. */
    enum Speech {
        HTTP("http"),
        TCP("tcp"),
        TLS("tls"),
        HTTP2("http/2");

        private final String shown;

        Speech(String shown) {
            this.shown = shown;
        }

        boolean isEncrypted() {
            return this == TLS || this == HTTP2;
        }

        @Override
        public String toString() {
            return shown;
        }
    }

    /** All faces of some virtual servers; those without TLS come first. */
    static List<Face> of(List<VirtualServerSpec> virtualServers) {
        Map<Speech, Face> faces = new LinkedHashMap<>();
        for (Speech speech : Speech.values()) {
            virtualServers.stream()
                    .filter(spec -> offers(spec, speech))
                    .findFirst()
                    .ifPresent(spec -> faces.put(speech, new Face(speech, keys(spec))));
        }
        return List.copyOf(faces.values());
    }

    private static boolean offers(VirtualServerSpec spec, Speech speech) {
        boolean encrypted = spec.connection().tls() != null;
        boolean http = spec.protocol() == Protocol.HTTP;
        return encrypted == speech.isEncrypted()
                && switch (speech) {
                    case HTTP -> http;
                    case TCP -> !http;
                    case TLS -> true;
                    case HTTP2 -> http && spec.connection().http2().overTls();
                };
    }

    private static Map<String, String> keys(VirtualServerSpec spec) {
        Map<String, String> keys = new HashMap<>();
        keys.put("protocol", spec.protocol() == Protocol.HTTP ? "http" : "tcp");
        keys.put("policy", spec.policy().toString());
        TlsSpec tls = spec.connection().tls();
        if (tls != null) {
            keys.put(
                    "tls-certificates",
                    tls.certificates().stream().map(Path::toString).collect(Collectors.joining(", ")));
            Path password = tls.passwordFile();
            if (password != null) {
                keys.put("tls-password-file", password.toString());
            }
        }
        return keys;
    }

    /** A virtual server with this face on a free port of the loopback address. */
    VirtualServerSpec spec(List<WarmUpServer> servers) throws InvalidConfigurationException {
        Map<String, String> all = new HashMap<>(keys);
        all.put("listen", "127.0.0.1:0");
        all.put(
                "servers",
                servers.stream()
                        .map(server -> "s" + server.port() + "=127.0.0.1:" + server.port())
                        .collect(Collectors.joining(", ")));
        return VirtualServerReader.read("warm-up-" + spokenBy.name(), all, null);
    }
}
