package org.netchestra.api.cluster;

/** What the administrator wants of a real server. */
public enum AdminState {
    /** Takes new work when it is healthy. */
    READY,
    /** Gets no new work, finishes what it has; its health is still watched. */
    DRAIN,
    /** Out of service: no work, no checks. */
    MAINT
}
