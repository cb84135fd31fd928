package org.netchestra.workload.bench;

/** What a peer speaks on one of its ports. */
enum Face {
    /** HTTP/1.1 in clear text. */
    HTTP("http"),
    /** HTTP/1.1 over TLS. */
    TLS("https"),
    /** HTTP/2 over TLS; the port is that of {@link #TLS}. */
    H2("https"),
    /** Bytes: the load is HTTP, but the peer does not know. */
    TCP("http");

    private final String scheme;

    Face(String scheme) {
        this.scheme = scheme;
    }

    /** The scheme of the load tools' address. */
    String scheme() {
        return scheme;
    }
}
