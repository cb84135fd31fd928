package org.netchestra.core.config;

/**
 * What servers are told of where a request came from, and who is believed about it.
 *
 * @param trusted proxies whose forwarding fields and request ids are believed and extended; those of others are dropped
 *     ({@code trusted-proxies})
 * @param fields which fields say where a request came from ({@code forwarded})
 * @param requestId whether every request gets an id, in the field X-Request-Id ({@code request-id})
 */
public record ForwardingSpec(Networks trusted, Fields fields, boolean requestId) {

    /** The fields that say where a request came from. The other family is taken away. */
    public enum Fields {
        /** X-Forwarded-For, -Proto and -Host. */
        X_FORWARDED,
        /** Forwarded. */
        RFC7239,
        /** Both families. */
        BOTH,
        /** Nothing is added; what trusted proxies say is passed on. */
        OFF
    }

    static ForwardingSpec read(ConfigurationText text) {
        return new ForwardingSpec(
                Networks.read(text, "trusted-proxies"),
                text.choice("forwarded", Fields.class),
                text.flag("request-id", true));
    }
}
