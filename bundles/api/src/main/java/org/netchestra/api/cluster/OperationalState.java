package org.netchestra.api.cluster;

/** What health checks and traffic say of a real server. */
public enum OperationalState {
    /** Nothing has been measured yet; it is given work. */
    UNCHECKED,
    /** It answers. */
    UP,
    /** It does not answer; it is given no new work. */
    DOWN
}
