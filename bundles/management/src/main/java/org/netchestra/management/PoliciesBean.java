package org.netchestra.management;

import java.util.List;
import org.netchestra.api.control.PolicyStatus;

/** Answers for the policies from a copy of their status. Thread-safe. */
final class PoliciesBean implements PoliciesMXBean {

    private final Reading<List<PolicyStatus>> policies;

    PoliciesBean(Reading<List<PolicyStatus>> policies) {
        this.policies = policies;
    }

    @Override
    public PolicyRow[] getPolicies() {
        return policies.get().stream().map(PolicyRow::new).toArray(PolicyRow[]::new);
    }
}
