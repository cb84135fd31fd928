package org.netchestra.core.config;

/** Versions of the PROXY protocol, by which a proxy tells the next one whose connection it passes on. */
public enum ProxyProtocol {
    /** None is spoken. */
    OFF,
    /** A line of text. */
    V1,
    /** A binary header. */
    V2
}
