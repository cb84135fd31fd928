package org.netchestra.api.event;

/** How much an event matters to an operator. */
public enum Severity {
    /** Good to know. */
    INFO,
    /** Something is degraded or was refused. */
    WARNING,
    /** Clients are affected. */
    ERROR
}
