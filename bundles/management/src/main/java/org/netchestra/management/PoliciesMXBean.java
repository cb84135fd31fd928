package org.netchestra.management;

/** The balancing policies. */
@Description("The balancing policies that are installed or in use. Copied at most 100 ms ago.")
public interface PoliciesMXBean {

    @Description("All of them by name: the bundle that brings each, whether it is present, and who uses it.")
    PolicyRow[] getPolicies();
}
