package org.netchestra.policies.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.Capability;
import org.netchestra.conformance.ConformanceReport;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.conformance.PolicyConformance;

/** What every policy must keep, for each of this bundle's components as the bundle declares them. */
class GroupsConformanceTest {

    private final List<DeclaredPolicy> all = DeclaredPolicy.onClassPath(GroupsConformanceTest.class.getClassLoader());
    private final Map<String, BalancingPolicy> byName =
            all.stream().collect(Collectors.toMap(DeclaredPolicy::name, DeclaredPolicy::policy));

    @Test
    void shouldDeclareAllPolicies() {
        assertThat(byName).containsKeys("priority", "subset");
    }

    /** Over different inner policies, and over one another; by weight, if the inner one does so. */
    @TestFactory
    Stream<DynamicTest> shouldConform() {
        return Stream.of("priority", "subset")
                .flatMap(name -> Stream.of("wlc", "p2c", "peak-ewma", name.equals("subset") ? "priority" : "subset")
                        .map(inner -> DynamicTest.dynamicTest(name + " inner=" + inner, () -> {
                            PolicyConformance conformance = PolicyConformance.of(name, byName.get(name));
                            ConformanceReport report = (inner.equals("peak-ewma")
                                            ? conformance
                                            : conformance.with(Capability.WEIGHTED))
                                    .upon(byName)
                                    .options(Map.of("inner", inner))
                                    .run();
                            assertThat(report.conforms()).as(report.toString()).isTrue();
                        })));
    }

    @Test
    void shouldHandOptionsOnToTheInnerPolicy() {
        PolicyOptions options = new PolicyOptions(Map.of("inner", "p2c", "inner.n", "3", "inner.m", "1"), byName);

        byName.get("priority").newPicker(ServerPool.empty(), options);

        assertThat(options.unread()).containsExactly("inner.m");
        assertThat(options.known()).contains("inner", "inner.n", "inner.seed", "overprovision");
        assertThat(options.policies()).containsExactly("p2c");
    }

    @Test
    void shouldNameTheInnerOptionThatIsWrong() {
        PolicyOptions options = new PolicyOptions(Map.of("inner", "p2c", "inner.n", "1"), byName);
        BalancingPolicy subset = byName.get("subset");

        assertThatThrownBy(() -> subset.newPicker(ServerPool.empty(), options))
                .isInstanceOf(InvalidOptionException.class)
                .hasMessage("inner.n: 1 (expected: 2..16)");
        assertThatThrownBy(
                        () -> subset.newPicker(ServerPool.empty(), new PolicyOptions(Map.of("inner", "wrr"), Map.of())))
                .hasMessage("inner: wrr (expected: a policy, but none is installed)");
    }
}
