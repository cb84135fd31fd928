package org.netchestra.core.config;

/** What a virtual server speaks. */
public enum Protocol {
    /** HTTP: requests are spread one by one. */
    HTTP,
    /** Bytes: connections are spread. */
    TCP
}
