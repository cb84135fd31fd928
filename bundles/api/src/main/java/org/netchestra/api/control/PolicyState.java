package org.netchestra.api.control;

/** What an installed policy is allowed to do. */
public enum PolicyState {
    /** It takes the requests of the virtual servers that name it. */
    ACTIVE,
    /** It was active and would be again if the active one of its name were rolled back or left. */
    STANDBY,
    /** New: the conformance kit is running against it. */
    VETTING,
    /** New, and it passed: it waits for its activation. */
    CANDIDATE,
    /** New, and it failed: it cannot be activated. */
    REFUSED,
    /** It was active and was taken back, because it misbehaved or an administrator wanted so. */
    ROLLED_BACK,
    /** A configuration names it, but no bundle brings it that is active. */
    MISSING
}
