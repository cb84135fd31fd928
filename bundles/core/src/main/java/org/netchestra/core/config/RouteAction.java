package org.netchestra.core.config;

import org.jspecify.annotations.Nullable;

/** What a route does with the requests it takes. Immutable. */
public sealed interface RouteAction {

    /** The pool of the keys {@code servers} and {@code policy}. */
    String DEFAULT_POOL = "default";

    /**
     * Passes requests on to a pool, maybe under another path and host name.
     *
     * @param pool the pool's name; {@link #DEFAULT_POOL} for the virtual server's own servers
     * @param strip what is taken from the beginning of the path; empty for nothing
     * @param add what then goes in front of the path; empty for nothing
     * @param host what the server gets as Host; null for what the client sent
     */
    record ToPool(
            String pool, String strip, String add, @Nullable String host) implements RouteAction {

        /** Whether the server gets another path than the client sent. */
        public boolean rewritesPath() {
            return !strip.isEmpty() || !add.isEmpty();
        }
    }

    /**
     * Answers with another address.
     *
     * @param status 301, 302, 303, 307 or 308
     * @param location the address; <code>{path}</code> in it stands for the path and query, <code>{host}</code> for the host
     *     name that the client asked for
     */
    record Redirect(int status, String location) implements RouteAction {}

    /**
     * Answers at once.
     *
     * @param status 200..599
     * @param text the body; empty for none
     * @param type its media type
     */
    record Reply(int status, String text, String type) implements RouteAction {}
}
