package org.netchestra.api.event;

/** The topics of {@link ClusterEvent}. */
public final class Topics {

    /** A real server's effective state changed. Details: old, new, by, reason. */
    public static final String SERVER_STATE = "server/state";

    /** A real server's weight changed. Details: old, new, by, reason. */
    public static final String SERVER_WEIGHT = "server/weight";

    /** A removed or draining server has finished its last exchange. */
    public static final String SERVER_DRAINED = "server/drained";

    /** A virtual server changed its policy, or the policy's implementation was swapped. Details: old, new, generation. */
    public static final String POLICY_SWAPPED = "policy/swapped";

    /** A policy in use left without a successor. */
    public static final String POLICY_ORPHANED = "policy/orphaned";

    /** A policy misbehaved: threw, or picked what it must not. */
    public static final String POLICY_FAILED = "policy/failed";

    /** A new policy bundle brings a candidate, and the conformance kit has found nothing against it. */
    public static final String POLICY_CANDIDATE = "policy/candidate";

    /** A new policy bundle brings a policy that the conformance kit refuses. */
    public static final String POLICY_REFUSED = "policy/refused";

    /** A candidate was activated. */
    public static final String POLICY_ACTIVATED = "policy/activated";

    /** A policy misbehaved after its activation, or an administrator wanted so, and the one before took over. */
    public static final String POLICY_ROLLED_BACK = "policy/rolled-back";

    /** A configuration took effect. */
    public static final String CONFIGURATION_APPLIED = "configuration/applied";

    /** A configuration was refused; the last good one goes on. Details: file, line, key, value, expected. */
    public static final String CONFIGURATION_REFUSED = "configuration/refused";

    /** A virtual server started to listen. */
    public static final String VIRTUAL_SERVER_STARTED = "virtualserver/started";

    /** A virtual server could not listen. */
    public static final String VIRTUAL_SERVER_FAILED = "virtualserver/failed";

    /** A virtual server stopped. */
    public static final String VIRTUAL_SERVER_STOPPED = "virtualserver/stopped";

    private Topics() {}
}
