package org.netchestra.policies.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.conformance.ConformanceReport;
import org.netchestra.conformance.DeclaredPolicy;

/** What every policy must keep, for each of this bundle's components as the bundle declares them. */
class HashingConformanceTest {

    private final List<DeclaredPolicy> policies =
            DeclaredPolicy.onClassPath(HashingConformanceTest.class.getClassLoader());

    @Test
    void shouldDeclareAllPolicies() {
        assertThat(policies)
                .extracting(DeclaredPolicy::name)
                .containsExactly(
                        "anchor",
                        "bounded-ring",
                        "carp",
                        "dh",
                        "hrw",
                        "ht-rr",
                        "jump",
                        "maglev",
                        "md5",
                        "mh",
                        "mit-ch",
                        "mod-ch",
                        "ring",
                        "sh");
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
