package org.netchestra.api.control;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Reads and changes the cluster. Thread-safe service: reads return consistent copies, changes are carried out one after
 * another on the control plane's thread and have taken effect for new exchanges when the call returns.
 *
 * <p>Changes that name something unknown throw {@link UnknownNameException}.
 */
@ProviderType
public interface ClusterControl {

    DispatcherStatus dispatcher();

    /** All virtual servers, by name. */
    List<VirtualServerStatus> virtualServers();

    /** The virtual server of this name, or null. */
    @Nullable
    VirtualServerStatus virtualServer(String name);

    /** All policies that are present, candidates among them, and those that configurations miss; by name, the active first. */
    List<PolicyStatus> policies();

    /**
     * Lets virtual servers use the newest candidate of this name: it becomes the active policy of its name, on probation
     * for its first seconds. Waits for its vetting, some seconds at most.
     *
     * @throws IllegalArgumentException when there is no candidate of this name, or its vetting found a breach of the contract
     */
    void activatePolicy(String name, ChangeContext context);

    /**
     * Takes the active policy of this name back, as its guard would: the implementation before it takes over, or else the
     * policy that each virtual server used before, or else the built-in rotation.
     *
     * @throws IllegalArgumentException when no activated policy has this name; policies of the product itself stay
     */
    void rollBackPolicy(String name, ChangeContext context);

    /**
     * The latest decisions that were recorded for explanations, oldest first, at most {@code max}. A virtual server records
     * the share of its decisions that {@code explain-percent} in its configuration says; 0 by default. If it is more than 0,
     * every further attempt at a request is recorded too.
     */
    List<Decision> decisions(String virtualServer, int max);

    /** What was recorded of one request, attempt by attempt, whichever virtual servers it went through. */
    default List<Decision> decisionsOf(String requestId) {
        return virtualServers().stream()
                .flatMap(virtualServer -> decisions(virtualServer.name(), Integer.MAX_VALUE).stream())
                .filter(decision -> decision.requestId().equals(requestId))
                .sorted(Comparator.comparing(Decision::time))
                .toList();
    }

    /** Sets what the administrator wants of a real server. */
    void setAdminState(String virtualServer, String server, AdminState state, ChangeContext context);

    /**
     * Overrides a real server's configured weight until the next call or restart.
     *
     * @param weight 0..65535, or null to return to the configured weight
     */
    void setWeight(String virtualServer, String server, @Nullable Integer weight, ChangeContext context);

    /** Reports what health checks or traffic found out about a real server. */
    void setOperationalState(String virtualServer, String server, OperationalState state, ChangeContext context);

    /**
     * Sets the weights that a weight controller has learned, all at once, so that one snapshot carries them. An
     * administrator's override goes before. An empty map returns to the configured weights.
     */
    void setLearnedWeights(String virtualServer, Map<String, Integer> weights, ChangeContext context);
}
