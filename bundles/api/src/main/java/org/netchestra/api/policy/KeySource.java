package org.netchestra.api.policy;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The part of a request that a policy takes as its key.
 *
 * <p>Written {@code url}, {@code path}, {@code host}, {@code source}, {@code source-port}, {@code destination},
 * {@code header:NAME}, {@code cookie:NAME} or {@code parameter:NAME}.
 *
 * @param kind which part
 * @param name the header's, cookie's or parameter's name; null for the other kinds
 */
public record KeySource(Kind kind, @Nullable String name) {

    /** The parts of a request that can be a key. */
    public enum Kind {
        /** Scheme, host, path and query, as of an absolute URL. */
        URL,
        /** The path, without the query. */
        PATH,
        /** The host the client asked for. */
        HOST,
        /** The client's address: 4 or 16 bytes in network order. */
        SOURCE,
        /** The client's address and port: 6 or 18 bytes in network order. */
        SOURCE_PORT,
        /** The address the client connected to: 4 or 16 bytes in network order. */
        DESTINATION,
        /** The value of a header field. */
        HEADER,
        /** The value of a cookie. */
        COOKIE,
        /** The value of a query parameter. */
        PARAMETER;

        private boolean named() {
            return this == HEADER || this == COOKIE || this == PARAMETER;
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public KeySource {
        Objects.requireNonNull(kind, "kind");
        if (kind.named() != (name != null && !name.isEmpty())) {
            throw new IllegalArgumentException("name: " + name + " (expected: " + (kind.named() ? "a name" : "none")
                    + " for " + kind.word() + ")");
        }
    }

    /** A source of a kind that needs no name. */
    public static KeySource of(Kind kind) {
        return new KeySource(kind, null);
    }

    /**
     * Reads the written form.
     *
     * @throws IllegalArgumentException when the text is none of them
     */
    public static KeySource parse(String text) {
        int colon = text.indexOf(':');
        String word = colon < 0 ? text : text.substring(0, colon);
        for (Kind kind : Kind.values()) {
            if (kind.word().equals(word)) {
                return new KeySource(kind, colon < 0 ? null : text.substring(colon + 1));
            }
        }
        throw new IllegalArgumentException(
                "key: " + text
                        + " (expected: url, path, host, source, source-port, destination, header:NAME, cookie:NAME or parameter:NAME)");
    }

    @Override
    public String toString() {
        return name == null ? kind.word() : kind.word() + ":" + name;
    }
}
