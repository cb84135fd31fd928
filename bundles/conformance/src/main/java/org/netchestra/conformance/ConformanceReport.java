package org.netchestra.conformance;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What became of a policy's conformance run. Immutable.
 *
 * @param policy the policy's name
 * @param findings the broken rules; none when the policy conforms
 * @param medianPickNanos what a pick among 16 servers took, or NaN when it was not measured
 * @param bytesAllocated what such a pick allocated, or NaN when it was not measured
 * @param took how long the run took
 */
public record ConformanceReport(
        String policy, List<Finding> findings, double medianPickNanos, double bytesAllocated, Duration took) {

    public ConformanceReport {
        findings = List.copyOf(findings);
    }

    public boolean conforms() {
        return findings.isEmpty();
    }

    /** What was measured, or a line for each finding. */
    public String summary() {
        return conforms()
                ? "it keeps its contract " + measured()
                : findings.stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    /** A line for the verdict and one for each finding. */
    @Override
    public String toString() {
        String verdict = "policy " + policy + (conforms() ? " conforms " : " does not conform ") + measured();
        return findings.stream().map(finding -> "\n  " + finding).collect(Collectors.joining("", verdict, ""));
    }

    private String measured() {
        return String.format(
                Locale.ROOT,
                "(median pick %.0f ns, %.0f bytes allocated, checked in %d ms)",
                medianPickNanos,
                bytesAllocated,
                took.toMillis());
    }
}
