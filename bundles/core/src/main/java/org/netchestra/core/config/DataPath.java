package org.netchestra.core.config;

/** Which way the requests of a virtual server take. */
public enum DataPath {
    /** Straight to a real server. */
    DIRECT,
    /** Through a user's Camel route, which decides what becomes of them. */
    CAMEL
}
