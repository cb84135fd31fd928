package org.netchestra.conformance.osgi;

import java.util.Map;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.PolicyInspector;
import org.netchestra.api.policy.PolicyVerdict;
import org.netchestra.conformance.Capability;
import org.netchestra.conformance.ConformanceReport;
import org.netchestra.conformance.PolicyConformance;
import org.osgi.service.component.annotations.Component;

/** Runs the conformance kit against policies that are about to be used. Thread-safe: every inspection is a run of its own. */
@Component(service = PolicyInspector.class)
public final class ConformanceInspector implements PolicyInspector {

    @Override
    public PolicyVerdict inspect(
            String name, BalancingPolicy policy, Map<String, Object> properties, Map<String, BalancingPolicy> others) {
        ConformanceReport report = PolicyConformance.of(name, policy)
                .with(Capability.fromProperty(properties.get(Capability.PROPERTY)))
                .upon(others)
                .run();
        return new PolicyVerdict(report.conforms(), report.summary());
    }
}
