package org.netchestra.dispatcher.osgi;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Policy;
import org.netchestra.core.control.NamedPolicy;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes in the policies that bundles bring: the product's own work at once, others are candidates, which are vetted first
 * and then wait for their activation. Thread-safe.
 */
final class PolicyIntake implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PolicyIntake.class);
    /** Where the product's features install from; what lies in {@code deploy/} has another location. */
    private static final String OURS = "mvn:org.netchestra/";

    private static final ChangeContext BY_RESTART = new ChangeContext("restart", "restart", "it was activated before");
    private static final ChangeContext BY_SETTING = new ChangeContext("auto-activate", "configuration", "");

    private final ControlPlane control;
    private final ActivatedPolicies activated;
    private final PolicyVetting vetting;
    private final Map<ServiceReference<?>, NamedPolicy> policies = new ConcurrentHashMap<>();
    private final Map<NamedPolicy, String> digests = new ConcurrentHashMap<>();
    private final List<Runnable> waiting = new CopyOnWriteArrayList<>();
    private volatile boolean autoActivate;

    PolicyIntake(ControlPlane control, ActivatedPolicies activated) {
        this.control = control;
        this.activated = activated;
        this.vetting = new PolicyVetting(control, this::passed);
        control.conductor().whenRolledBack(this::remember);
    }

    void bind(BalancingPolicy policy, ServiceReference<BalancingPolicy> reference) {
        Bundle bundle = reference.getBundle();
        String origin = bundle == null ? "unknown" : bundle.getSymbolicName() + " " + bundle.getVersion();
        int ranking = reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer rank ? rank : 0;
        String name = String.valueOf(reference.getProperty(Policy.PROPERTY));
        boolean ours = bundle != null && bundle.getLocation().startsWith(OURS);
        NamedPolicy named = new NamedPolicy(name, policy, origin, ranking, !ours);
        policies.put(reference, named);
        control.policyAdded(named);
        if (named.candidate() && bundle != null) {
            takeCandidate(named, bundle, reference);
        }
    }

    private void takeCandidate(NamedPolicy candidate, Bundle bundle, ServiceReference<?> reference) {
        String digest = digest(bundle);
        digests.put(candidate, digest);
        if (activated.contains(candidate.name(), digest)) {
            control.guarded(() -> {
                control.conductor().policyVetted(candidate, true, "passed before the restart");
                control.conductor().activatePolicy(candidate.name(), BY_RESTART);
                waiting.forEach(Runnable::run);
            });
        } else {
            vetting.begin(candidate, properties(reference));
        }
    }

    void unbind(ServiceReference<BalancingPolicy> reference) {
        NamedPolicy named = policies.remove(reference);
        if (named != null) {
            vetting.forget(named);
            digests.remove(named);
            control.policyRemoved(named);
        }
    }

    /** What vets candidates from now on; those that came before it are vetted now. */
    PolicyVetting vetting() {
        return vetting;
    }

    /** Whether candidates that pass work at once; those that wait do so too. */
    void autoActivate(boolean automatically) {
        autoActivate = automatically;
        if (automatically) {
            vetting.passed().forEach(this::passed);
        }
    }

    /** See {@link org.netchestra.api.control.ClusterControl#activatePolicy}. */
    void activate(String name, ChangeContext context) {
        vetting.await(control.conductor().candidate(name));
        NamedPolicy policy = control.conductor().activatePolicy(name, context);
        vetting.forget(policy);
        remember(policy, policy);
        waiting.forEach(Runnable::run);
    }

    /** Who is told, on the activating thread, that another policy can be used: what it refused before may be sound now. */
    void whenActivated(Runnable listener) {
        waiting.add(listener);
    }

    void forget(Runnable listener) {
        waiting.remove(listener);
    }

    private void passed(NamedPolicy candidate) {
        if (autoActivate) {
            control.guarded(() -> activateByItself(candidate));
        }
    }

    private void activateByItself(NamedPolicy candidate) {
        try {
            if (control.conductor().candidate(candidate.name()).equals(candidate)) {
                activate(candidate.name(), BY_SETTING);
            }
        } catch (IllegalArgumentException leftMeanwhile) {
            LOG.info("policy {} is not activated: {}", candidate, leftMeanwhile.getMessage());
        }
    }

    /** The one that is in force now is to be active after a restart too. */
    private void remember(NamedPolicy policy, @Nullable NamedPolicy inForce) {
        String digest = inForce == null ? null : digests.get(inForce);
        if (digest == null || digest.isEmpty()) {
            activated.remove(policy.name());
        } else {
            activated.put(policy.name(), digest);
        }
    }

    private static String digest(Bundle bundle) {
        try {
            return BundleDigest.of(bundle);
        } catch (IOException | IllegalStateException unreadable) {
            LOG.warn("bundle {} cannot be read: a restart will make its policies candidates again", bundle, unreadable);
            return "";
        }
    }

    private static Map<String, Object> properties(ServiceReference<?> reference) {
        Map<String, Object> properties = new HashMap<>();
        for (String key : reference.getPropertyKeys()) {
            properties.put(key, reference.getProperty(key));
        }
        return properties;
    }

    @Override
    public void close() {
        vetting.close();
    }
}
