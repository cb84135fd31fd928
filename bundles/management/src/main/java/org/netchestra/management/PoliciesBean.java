package org.netchestra.management;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.PolicyStatus;

/** Answers for the policies from a copy of their status. Thread-safe. */
final class PoliciesBean implements PoliciesMXBean {

    private final ClusterControl control;
    private final Reading<List<PolicyStatus>> policies;

    PoliciesBean(ClusterControl control, Reading<List<PolicyStatus>> policies) {
        this.control = control;
        this.policies = policies;
    }

    @Override
    public PolicyRow[] getPolicies() {
        return policies.get().stream().map(PolicyRow::new).toArray(PolicyRow[]::new);
    }

    @Override
    public DecisionRow[] listDecisionsOf(String requestId) {
        return control.decisionsOf(requestId).stream().map(DecisionRow::new).toArray(DecisionRow[]::new);
    }

    @Override
    public void activate(String name, @Nullable String reason) {
        command(() -> control.activatePolicy(name, Caller.because(reason)));
    }

    @Override
    public void rollBack(String name, @Nullable String reason) {
        command(() -> control.rollBackPolicy(name, Caller.because(reason)));
    }

    private void command(Runnable command) {
        try {
            Refusal.inPlainClasses(command);
        } finally {
            policies.forget();
        }
    }
}
