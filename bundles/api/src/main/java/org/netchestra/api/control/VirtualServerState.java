package org.netchestra.api.control;

/** Whether a virtual server does its work. */
public enum VirtualServerState {
    /** It listens, and at least one real server takes work. */
    RUNNING,
    /** It listens, but no real server takes work. */
    NO_SERVER,
    /** It waits for the policy that its configuration names. */
    WAITING_FOR_POLICY,
    /** Its address could not be bound. */
    FAILED,
    /** It accepts nothing more and finishes what it has. */
    STOPPING
}
