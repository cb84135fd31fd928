package org.netchestra.dispatcher.osgi;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.core.control.Conductor;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The conductor and the data plane as the service that management uses. Thread-safe. */
@Component(service = ClusterControl.class)
public final class ClusterControlComponent implements ClusterControl {

    private final Conductor conductor;
    private final Dispatcher dispatcher;
    private final PolicyIntake policies;
    private final String version;
    private final Instant startedAt = Instant.now();

    @Activate
    public ClusterControlComponent(BundleContext context, @Reference DataPlane dataPlane) {
        conductor = dataPlane.conductor();
        dispatcher = dataPlane.dispatcher();
        policies = dataPlane.policies();
        version = context.getBundle().getVersion().toString();
    }

    @Override
    public DispatcherStatus dispatcher() {
        int connections = conductor.virtualServers().stream()
                .mapToInt(server -> server.connections().get())
                .sum();
        return new DispatcherStatus(
                version,
                dispatcher.transport().name().toLowerCase(Locale.ROOT),
                dispatcher.eventLoops(),
                startedAt,
                connections,
                dispatcher.acceptedConnections(),
                conductor.traffic());
    }

    @Override
    public List<VirtualServerStatus> virtualServers() {
        return conductor.statuses();
    }

    @Override
    public @Nullable VirtualServerStatus virtualServer(String name) {
        return conductor.status(name);
    }

    @Override
    public List<PolicyStatus> policies() {
        return conductor.policies();
    }

    @Override
    public void activatePolicy(String name, ChangeContext context) {
        policies.activate(name, context);
    }

    @Override
    public void rollBackPolicy(String name, ChangeContext context) {
        conductor.rollBackPolicy(name, context);
    }

    @Override
    public List<Decision> decisions(String virtualServer, int max) {
        return conductor.decisions(virtualServer, max);
    }

    @Override
    public void setAdminState(String virtualServer, String server, AdminState state, ChangeContext context) {
        conductor.setAdminState(virtualServer, server, state, context);
    }

    @Override
    public void setWeight(String virtualServer, String server, @Nullable Integer weight, ChangeContext context) {
        conductor.setWeight(virtualServer, server, weight, context);
    }

    @Override
    public void setOperationalState(
            String virtualServer, String server, OperationalState state, ChangeContext context) {
        conductor.setOperationalState(virtualServer, server, state, context);
    }

    @Override
    public void setLearnedWeights(String virtualServer, Map<String, Integer> weights, ChangeContext context) {
        conductor.setLearnedWeights(virtualServer, weights, context);
    }
}
