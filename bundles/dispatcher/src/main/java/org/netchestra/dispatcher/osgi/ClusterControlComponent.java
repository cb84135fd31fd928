package org.netchestra.dispatcher.osgi;

import java.time.Instant;
import java.util.Locale;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.ConductorControl;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The conductor and the data plane as the service that management uses. Thread-safe. */
@Component(service = ClusterControl.class)
public final class ClusterControlComponent extends ConductorControl {

    private final Conductor conductor;
    private final Dispatcher dispatcher;
    private final PolicyIntake policies;
    private final String version;
    private final Instant startedAt = Instant.now();

    @Activate
    public ClusterControlComponent(BundleContext context, @Reference DataPlane dataPlane) {
        super(dataPlane.conductor());
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
    public void activatePolicy(String name, ChangeContext context) {
        policies.activate(name, context);
    }
}
