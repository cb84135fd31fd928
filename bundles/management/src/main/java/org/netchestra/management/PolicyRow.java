package org.netchestra.management;

import org.netchestra.api.control.PolicyStatus;

/** A policy as composite data. Immutable. Not a record: what JMX makes of records differs between JDKs. */
public final class PolicyRow {

    private final PolicyStatus policy;

    PolicyRow(PolicyStatus policy) {
        this.policy = policy;
    }

    /** The word for {@code policy =}. */
    public String getName() {
        return policy.name();
    }

    /** The bundle that brings it: symbolic name and version; empty when it is gone. */
    public String getOrigin() {
        return policy.origin();
    }

    /** Whether it is installed now. */
    public boolean isPresent() {
        return policy.present();
    }

    /** ACTIVE, STANDBY, VETTING, CANDIDATE, REFUSED, ROLLED_BACK or MISSING. */
    public String getState() {
        return policy.state().name();
    }

    /** What its vetting found, or why it was rolled back; may be empty. */
    public String getNote() {
        return policy.note();
    }

    /** The virtual servers that use it, or miss it. */
    public String[] getUsedBy() {
        return policy.usedBy().toArray(String[]::new);
    }
}
