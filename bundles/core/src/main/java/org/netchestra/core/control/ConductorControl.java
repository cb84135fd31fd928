package org.netchestra.core.control;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.VirtualServerStatus;

/** What management may ask of the control plane, answered by a conductor. What a data plane has to say is left to be added. Thread-safe. */
public abstract class ConductorControl implements ClusterControl {

    private final Conductor conductor;

    protected ConductorControl(Conductor conductor) {
        this.conductor = conductor;
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
