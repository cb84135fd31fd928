package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.conformance.ConformanceReport;
import org.netchestra.conformance.DeclaredPolicy;

/** What every policy must keep, for each of this bundle's components as the bundle declares them. */
class ConnectionsConformanceTest {

    private final List<DeclaredPolicy> policies =
            DeclaredPolicy.onClassPath(ConnectionsConformanceTest.class.getClassLoader());

    @Test
    void shouldDeclareAllPolicies() {
        assertThat(policies)
                .extracting(DeclaredPolicy::name)
                .containsExactly(
                        "first",
                        "fo",
                        "lc",
                        "least-time",
                        "nq",
                        "ovf",
                        "p2c",
                        "peak-ewma",
                        "random",
                        "sed",
                        "twos",
                        "wlc");
    }

    @TestFactory
    Stream<DynamicTest> shouldConform() {
        return policies.stream()
                .map(policy -> DynamicTest.dynamicTest(policy.name(), () -> {
                    ConformanceReport report = policy.conformance().run();
                    assertThat(report.conforms()).as(report.toString()).isTrue();
                }));
    }
}
