package org.netchestra.core.config;

/** What is spoken to real servers. */
public enum ServerProtocol {
    /** HTTP/1.1: a connection carries one exchange at a time. */
    HTTP1,
    /** HTTP/2: a connection carries many; by prior knowledge on clear text, by ALPN within TLS. */
    H2
}
