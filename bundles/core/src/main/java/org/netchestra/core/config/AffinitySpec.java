package org.netchestra.core.config;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How requests that belong together are kept with one server: {@code affinity = cookie name=SRV}.
 *
 * @param kind by what they are recognised
 * @param name of the cookie, header field or parameter; empty for {@link Kind#SOURCE}
 * @param expire how long a binding is remembered after its last use; for all but {@link Kind#COOKIE}
 * @param size bindings that are remembered at most; for all but {@link Kind#COOKIE}
 * @param cookie attributes of the cookie that is set; for {@link Kind#COOKIE}
 */
public record AffinitySpec(Kind kind, String name, Duration expire, int size, Cookie cookie) {

    /** By what requests are recognised. */
    public enum Kind {
        /** A cookie of our own, which says the server. */
        COOKIE,
        /** The client's address. */
        SOURCE,
        /** The value of a header field. */
        HEADER,
        /** The value of a query parameter. */
        PARAMETER,
        /** The session id that a server gives in a cookie, by its suffix (jvmRoute) or learned from the reply. */
        SESSION
    }

    /**
     * @param path the path it is for
     * @param domain the domain it is for; empty for the host alone
     * @param maxAge how long browsers keep it; zero for as long as they run
     * @param sameSite {@code Lax}, {@code Strict} or {@code None}
     * @param secure whether browsers send it over TLS only
     */
    public record Cookie(String path, String domain, Duration maxAge, String sameSite, Secure secure) {}

    /** When a cookie is for TLS only. */
    public enum Secure {
        /** When the client came by TLS. */
        AUTO,
        ALWAYS,
        NEVER
    }

    /** As it is written for {@code SameSite}. */
    private enum SameSite {
        LAX,
        STRICT,
        NONE;

        String written() {
            return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
        }
    }

    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}");
    private static final Pattern PATH = Pattern.compile("/[!-:<-~]*");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9.-]*");
    private static final String EXPECTED = "cookie name=N, source, header name=N, parameter name=N or session name=N";

    static @Nullable AffinitySpec read(ConfigurationText text, String key) {
        String value = text.text(key, "");
        if (!text.has(key) || value.equals("off")) {
            return null;
        }
        List<String> words = List.of(value.split("\\s+"));
        ConfigurationText options = ValueOptions.read(text, key, words.subList(1, words.size()));
        Kind kind = kind(text, key, words.get(0));
        AffinitySpec spec = kind == null ? null : read(kind, options);
        if (kind != null) {
            ValueOptions.finish(text, key, options);
        }
        return spec;
    }

    private static @Nullable Kind kind(ConfigurationText text, String key, String word) {
        Map<String, Kind> kinds = new HashMap<>();
        for (Kind kind : Kind.values()) {
            kinds.put(kind.name().toLowerCase(Locale.ROOT), kind);
        }
        Kind kind = kinds.get(word);
        if (kind == null) {
            text.problem(key, word, EXPECTED + ", or off" + Suggestion.forWord(word, kinds.keySet()));
        }
        return kind;
    }

    private static AffinitySpec read(Kind kind, ConfigurationText options) {
        String name = kind == Kind.SOURCE
                ? ""
                : options.required("name", "the name of a " + kind.name().toLowerCase(Locale.ROOT));
        if (!name.isEmpty() && !TOKEN.matcher(name).matches()) {
            options.problem("name", name, "a name without blanks and separators, at most 64 characters");
        }
        if (kind == Kind.COOKIE) {
            return new AffinitySpec(kind, name, Duration.ZERO, 0, cookie(options));
        }
        return new AffinitySpec(
                kind,
                name,
                options.duration("expire", Duration.ofMinutes(30), Duration.ofSeconds(1), Duration.ofDays(30)),
                options.integer("size", 100_000, 16, 10_000_000),
                new Cookie("/", "", Duration.ZERO, SameSite.LAX.written(), Secure.AUTO));
    }

    private static Cookie cookie(ConfigurationText options) {
        SameSite sameSite = options.choice("same-site", SameSite.class);
        Secure secure = options.choice("secure", Secure.class);
        if (sameSite == SameSite.NONE && secure == Secure.NEVER) {
            options.problem("same-site", "none", "secure=always with it: browsers ignore such a cookie otherwise");
        }
        return new Cookie(
                matched(options, "path", "/", PATH, "a path that begins with /"),
                matched(options, "domain", "", DOMAIN, "a domain such as shop.example"),
                options.duration("max-age", Duration.ZERO, Duration.ZERO, Duration.ofDays(400)),
                sameSite.written(),
                secure);
    }

    private static String matched(
            ConfigurationText options, String key, String defaultValue, Pattern pattern, String expected) {
        String value = options.text(key, defaultValue);
        if (!pattern.matcher(value).matches()) {
            options.problem(key, value, expected);
        }
        return value;
    }
}
