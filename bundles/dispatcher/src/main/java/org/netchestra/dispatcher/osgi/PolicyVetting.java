package org.netchestra.dispatcher.osgi;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.PolicyInspector;
import org.netchestra.api.policy.PolicyVerdict;
import org.netchestra.core.control.NamedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has candidates inspected one after another on a thread of its own, away from traffic, as soon as there is an inspector.
 * Thread-safe.
 */
final class PolicyVetting implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyVetting.class);
    /** More than the inspector itself takes with a policy that hangs. */
    private static final long PATIENCE_SECONDS = 90;

    private record Candidate(NamedPolicy policy, Map<String, Object> properties, CompletableFuture<Boolean> passed) {}

    private final ControlPlane control;
    private final Consumer<NamedPolicy> whenPassed;
    private final ExecutorService thread = ControlThreads.single("netchestra-vetting");
    private final Map<NamedPolicy, Candidate> candidates = new LinkedHashMap<>();
    private volatile @Nullable PolicyInspector inspector;

    /**
     * @param whenPassed told of each candidate that passed, on the vetting thread
     */
    PolicyVetting(ControlPlane control, Consumer<NamedPolicy> whenPassed) {
        this.control = control;
        this.whenPassed = whenPassed;
    }

    void begin(NamedPolicy policy, Map<String, Object> properties) {
        Candidate candidate = new Candidate(policy, properties, new CompletableFuture<>());
        synchronized (candidates) {
            candidates.put(policy, candidate);
        }
        control.guarded(() -> thread.execute(() -> vet(candidate)));
    }

    void forget(NamedPolicy policy) {
        synchronized (candidates) {
            candidates.remove(policy);
        }
    }

    /** Who inspects from now on, or null for nobody; candidates that wait are inspected now. */
    void inspector(@Nullable PolicyInspector newInspector) {
        inspector = newInspector;
        if (newInspector != null) {
            all().stream()
                    .filter(candidate -> !candidate.passed().isDone())
                    .forEach(candidate -> control.guarded(() -> thread.execute(() -> vet(candidate))));
        }
    }

    /** The candidates that passed. */
    List<NamedPolicy> passed() {
        return all().stream()
                .filter(candidate -> candidate.passed().getNow(false))
                .map(Candidate::policy)
                .toList();
    }

    /**
     * Waits until a candidate's vetting has ended, however it ended.
     *
     * @throws IllegalArgumentException when it does not end in time, or nobody inspects
     */
    void await(NamedPolicy policy) {
        Candidate candidate;
        synchronized (candidates) {
            candidate = candidates.get(policy);
        }
        if (candidate == null || candidate.passed().isDone()) {
            return;
        }
        if (inspector == null) {
            throw unvetted(policy, "the conformance kit, which vets it, is not installed");
        }
        try {
            candidate.passed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException stillRunning) {
            throw unvetted(policy, "its vetting has not ended yet");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unvetted(policy, "interrupted while it is vetted");
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static IllegalArgumentException unvetted(NamedPolicy policy, String why) {
        return new IllegalArgumentException("policy: " + policy + " (expected: a vetted one; " + why + ")");
    }

    private List<Candidate> all() {
        synchronized (candidates) {
            return new ArrayList<>(candidates.values());
        }
    }

    private void vet(Candidate candidate) {
        PolicyInspector present = inspector;
        if (present == null || candidate.passed().isDone() || !all().contains(candidate)) {
            return;
        }
        NamedPolicy policy = candidate.policy();
        PolicyVerdict verdict = verdict(present, candidate);
        if (!all().contains(candidate)) {
            LOG.info("policy {} has left while it was vetted", policy);
            candidate.passed().complete(false);
            return;
        }
        control.guarded(() -> control.conductor().policyVetted(policy, verdict.conforms(), verdict.findings()));
        candidate.passed().complete(verdict.conforms());
        if (verdict.conforms()) {
            whenPassed.accept(policy);
        }
    }

    private PolicyVerdict verdict(PolicyInspector present, Candidate candidate) {
        NamedPolicy policy = candidate.policy();
        try {
            return present.inspect(
                    policy.name(),
                    policy.policy(),
                    candidate.properties(),
                    control.conductor().policiesInForce());
        } catch (RuntimeException | LinkageError failure) {
            // The boundary to a plug-in: an inspection that cannot be carried out was not passed.
            return new PolicyVerdict(false, "its inspection failed: " + failure);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
