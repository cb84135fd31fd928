package org.netchestra.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.netchestra.api.policy.BalancingPolicy;

/**
 * Runs a balancing policy against the rules that every policy must keep:
 *
 * <ul>
 *   <li>it picks usable members of its pool that the request does not exclude, and nobody only when there is none;
 *   <li>it works with 0, 1, 2, 16 and 300 members;
 *   <li>no call throws, and none hangs;
 *   <li>it starts no threads that go on;
 *   <li>it bears several threads;
 *   <li>a pick among 16 servers takes less than 5 microseconds, in the median;
 *   <li>a pick allocates less than 1 KiB, and what is remembered stops growing, over many keys and many snapshots;
 *   <li>it reads its options while it makes a picker, asks only for its own, and refuses bad values as it should;
 *   <li>a picker starts after any other picker, and leaves the other one working;
 *   <li>it gives work by weight, if it {@linkplain Capability#WEIGHTED says so}.
 * </ul>
 *
 * <p>The run is seeded and takes about a second. The policy runs in threads of the kit's own, so one that hangs is
 * reported and ended. Not thread-safe; every run is independent.
 *
 * <pre>{@code
 * ConformanceReport report = PolicyConformance.of("mine", new MyPolicy()).with(Capability.WEIGHTED).run();
 * assertTrue(report.conforms(), report.toString());
 * }</pre>
 */
public final class PolicyConformance {

    private final String name;
    private final BalancingPolicy policy;
    private final Set<Capability> capabilities = EnumSet.noneOf(Capability.class);
    private Map<String, String> options = Map.of();
    private Map<String, BalancingPolicy> others = Map.of();
    private Duration limit = Duration.ofSeconds(30);

    private PolicyConformance(String name, BalancingPolicy policy) {
        this.name = Objects.requireNonNull(name, "name");
        this.policy = Objects.requireNonNull(policy, "policy");
    }

    public static PolicyConformance of(String name, BalancingPolicy policy) {
        return new PolicyConformance(name, policy);
    }

    public PolicyConformance with(Capability capability) {
        capabilities.add(capability);
        return this;
    }

    /** What the component declares by {@link Capability#PROPERTY}. */
    public PolicyConformance with(Set<Capability> declared) {
        capabilities.addAll(declared);
        return this;
    }

    /** What the configuration writes behind the policy's name. */
    public PolicyConformance options(Map<String, String> values) {
        options = Map.copyOf(values);
        return this;
    }

    /** The policies that it may build upon, by name. */
    public PolicyConformance upon(Map<String, BalancingPolicy> policies) {
        others = Map.copyOf(policies);
        return this;
    }

    /** How long the whole run may take before the policy counts as hanging; 30 s unless told. */
    public PolicyConformance within(Duration timeLimit) {
        limit = timeLimit;
        return this;
    }

    public ConformanceReport run() {
        Subject subject = new Subject(policy, options, others, capabilities);
        PickTimeCheck pickTime = new PickTimeCheck();
        AllocationCheck allocation = new AllocationCheck();
        // Cost goes before what takes many picks: a policy that is far too slow need not be run through them.
        List<Check> checks = List.of(
                new SizesCheck(),
                pickTime,
                allocation,
                new EligibilityCheck(),
                new OptionsCheck(),
                new AdoptionCheck(),
                new WeightsCheck(),
                new MemoryCheck(),
                new ContentionCheck());
        CheckRun run = new CheckRun(checks, subject, limit);
        List<Finding> findings = new ArrayList<>(run.findings());
        return new ConformanceReport(name, findings, pickTime.medianNanos(), allocation.bytes(), run.took());
    }
}
