package org.netchestra.policies.locality;

/**
 * The cost of serving a request at a server, by extended LARD for HTTP/1.1 (Aron and others, USENIX 1999): balancing +
 * locality + replacement, in units of one cached request at an idle server.
 */
public final class ExtendedLard {

    /** L_idle: below this load a server has idle cycles. */
    public static final int IDLE_LOAD = 30;

    /** L_overload: above this load nothing more is sent. */
    public static final int OVERLOAD = 130;

    /** What reading from disk costs. */
    public static final int MISS_COST = 50;

    private ExtendedLard() {}

    /**
     * @param load exchanges in flight at the server
     * @param mapped whether the server is taken to have the target in memory
     * @return the cost, infinite for an overloaded server
     */
    public static double cost(int load, boolean mapped) {
        double balancing = load < IDLE_LOAD ? 0 : load > OVERLOAD ? Double.POSITIVE_INFINITY : load - IDLE_LOAD;
        int locality = mapped ? 1 : MISS_COST;
        int replacement = load < IDLE_LOAD || mapped ? 0 : MISS_COST;
        return balancing + locality + replacement;
    }
}
