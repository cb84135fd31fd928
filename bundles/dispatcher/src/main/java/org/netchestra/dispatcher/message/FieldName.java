package org.netchestra.dispatcher.message;

import org.jspecify.annotations.Nullable;

/**
 * The header names that the dispatcher itself understands; a {@link MessageHead} keeps them for the names it meets.
 *
 * <p>Names are found by a hash that the parser computes while it validates them, so that recognising one costs a table look-up.
 */
public enum FieldName {
    // Order matters to isGuarded, isMethodOverride and isForbiddenInTrailer.
    HOST("host"),
    CONNECTION("connection"),
    CONTENT_LENGTH("content-length"),
    TRANSFER_ENCODING("transfer-encoding"),
    TE("te"),
    TRAILER("trailer"),
    UPGRADE("upgrade"),
    EXPECT("expect"),
    KEEP_ALIVE("keep-alive"),
    PROXY_CONNECTION("proxy-connection"),
    PROXY("proxy"),
    HTTP2_SETTINGS("http2-settings"),
    MAX_FORWARDS("max-forwards"),
    VIA("via"),
    FORWARDED("forwarded"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    X_FORWARDED_HOST("x-forwarded-host"),
    X_FORWARDED_PORT("x-forwarded-port"),
    X_FORWARDED_PREFIX("x-forwarded-prefix"),
    X_FORWARDED_SSL("x-forwarded-ssl"),
    X_FORWARDED_SERVER("x-forwarded-server"),
    X_FORWARDED_SCHEME("x-forwarded-scheme"),
    X_ORIGINAL_URL("x-original-url"),
    X_REWRITE_URL("x-rewrite-url"),
    X_HTTP_METHOD("x-http-method"),
    X_HTTP_METHOD_OVERRIDE("x-http-method-override"),
    X_METHOD_OVERRIDE("x-method-override"),
    CLIENT_CERT("client-cert"),
    CLIENT_CERT_CHAIN("client-cert-chain"),
    X_REAL_IP("x-real-ip"),
    X_REQUEST_ID("x-request-id"),
    AUTHORIZATION("authorization"),
    CONTENT_TYPE("content-type"),
    CONTENT_ENCODING("content-encoding"),
    CONTENT_RANGE("content-range"),
    COOKIE("cookie"),
    SET_COOKIE("set-cookie"),
    CACHE_CONTROL("cache-control"),
    IDEMPOTENCY_KEY("idempotency-key"),
    USER_AGENT("user-agent"),
    REFERER("referer"),
    RETRY_AFTER("retry-after");

    private static final int MASK = 255;
    private static final @Nullable FieldName[] TABLE = new FieldName[MASK + 1];

    static {
        for (FieldName name : values()) {
            int hash = 0;
            for (int i = 0; i < name.text.length(); i++) {
                hash = hashFolded(hash, name.text.charAt(i));
            }
            int slot = slot(hash);
            while (TABLE[slot] != null) {
                slot = (slot + 1) & MASK;
            }
            TABLE[slot] = name;
        }
    }

    private final String text;

    FieldName(String text) {
        this.text = text;
    }

    /** The name in lower case. */
    public String text() {
        return text;
    }

    /** Adds one character of a name to a hash that starts as 0. */
    public static int hash(int hash, byte octet) {
        return hashFolded(hash, Octets.NAME[octet & 0xff] & 0x7f);
    }

    /** Adds one folded character ({@link Octets#NAME}) to a hash that starts as 0. */
    static int hashFolded(int hash, int folded) {
        return hash * 31 + folded;
    }

    /**
     * The name that equals a slice when case is ignored and other signs are read as hyphens, or null.
     *
     * @param hash of all characters of the slice
     */
    public static @Nullable FieldName lookup(int hash, byte[] bytes, int start, int end) {
        for (int slot = slot(hash); ; slot = (slot + 1) & MASK) {
            FieldName candidate = TABLE[slot];
            if (candidate == null || candidate.matches(bytes, start, end)) {
                return candidate;
            }
        }
    }

    /** Whether an imitation of this name, with another sign for a hyphen, could mislead a server. */
    boolean isGuarded() {
        return compareTo(X_REAL_IP) <= 0;
    }

    /** Whether the field means something only in front of the body. */
    boolean isForbiddenInTrailer() {
        return compareTo(CACHE_CONTROL) <= 0;
    }

    /** Whether some frameworks take the method from there. */
    public boolean isMethodOverride() {
        return compareTo(X_HTTP_METHOD) >= 0 && compareTo(X_METHOD_OVERRIDE) <= 0;
    }

    private boolean matches(byte[] source, int start, int end) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if ((Octets.NAME[source[start + i] & 0xff] & 0x7f) != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static int slot(int hash) {
        return (hash ^ hash >>> 8 ^ hash >>> 16) & MASK;
    }
}
