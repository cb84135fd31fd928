package org.netchestra.core.control;

import java.time.Clock;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Severity;
import org.netchestra.api.event.Topics;

/** Words the control plane's events. Thread-safe. */
final class Happenings {

    private final ClusterEvents events;
    private final Clock clock;

    Happenings(ClusterEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    void serverState(String virtualServer, ManagedServer old, ManagedServer now, ChangeContext context) {
        EffectiveState state = now.effective();
        if (old.effective() == state) {
            return;
        }
        publish(
                Topics.SERVER_STATE,
                state == EffectiveState.DOWN ? Severity.ERROR : Severity.INFO,
                virtualServer,
                now.spec().name(),
                "server " + virtualServer + "/" + now.live() + " went from " + old.effective() + " to " + state
                        + because(context),
                details(old.effective().name(), state.name(), context));
    }

    void serverWeight(String virtualServer, ManagedServer old, ManagedServer now, ChangeContext context) {
        if (old.weight() == now.weight()) {
            return;
        }
        publish(
                Topics.SERVER_WEIGHT,
                Severity.INFO,
                virtualServer,
                now.spec().name(),
                "server " + virtualServer + "/" + now.live() + " weight " + old.weight() + " -> " + now.weight()
                        + because(context),
                details(Integer.toString(old.weight()), Integer.toString(now.weight()), context));
    }

    void serverDrained(String virtualServer, ManagedServer server) {
        publish(
                Topics.SERVER_DRAINED,
                Severity.INFO,
                virtualServer,
                server.spec().name(),
                "server " + virtualServer + "/" + server.live() + " has finished its last exchange",
                Map.of());
    }

    void policySwapped(String virtualServer, @Nullable ActivePolicy old, ActivePolicy now) {
        String before = old == null ? "none" : described(old);
        publish(
                Topics.POLICY_SWAPPED,
                Severity.INFO,
                virtualServer,
                null,
                "virtual server " + virtualServer + " policy " + before + " -> " + described(now),
                Map.of("old", before, "new", described(now), "generation", Long.toString(now.generation())));
    }

    void policyVetted(NamedPolicy policy, boolean conforms, String findings) {
        publish(
                conforms ? Topics.POLICY_CANDIDATE : Topics.POLICY_REFUSED,
                conforms ? Severity.INFO : Severity.ERROR,
                null,
                null,
                "policy " + policy + (conforms ? " may be activated: " : " is refused: ") + findings,
                Map.of("policy", policy.name(), "origin", policy.origin()));
    }

    void policyActivated(NamedPolicy policy, ChangeContext context) {
        publish(
                Topics.POLICY_ACTIVATED,
                Severity.INFO,
                null,
                null,
                "policy " + policy + " is activated" + because(context),
                Map.of("policy", policy.name(), "origin", policy.origin(), "by", context.principal()));
    }

    void policyProblem(String topic, String virtualServer, String message) {
        publish(topic, Severity.WARNING, virtualServer, null, message, Map.of());
    }

    void virtualServer(String topic, Severity severity, String virtualServer, String message) {
        publish(topic, severity, virtualServer, null, message, Map.of());
    }

    private void publish(
            String topic,
            Severity severity,
            @Nullable String virtualServer,
            @Nullable String server,
            String message,
            Map<String, String> details) {
        events.publish(new ClusterEvent(clock.instant(), topic, severity, virtualServer, server, message, details));
    }

    private static String described(ActivePolicy policy) {
        return policy.policy().toString();
    }

    private static String because(ChangeContext context) {
        return " by " + context.principal() + (context.reason().isEmpty() ? "" : ": " + context.reason());
    }

    private static Map<String, String> details(String old, String now, ChangeContext context) {
        return Map.of("old", old, "new", now, "by", context.principal(), "reason", context.reason());
    }
}
