package org.netchestra.management;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerStatus;

/** Answers for a virtual server from a copy of its status. Thread-safe. */
final class VirtualServerBean extends TrafficBean implements VirtualServerMXBean {

    private final ClusterControl control;
    private final Reading<VirtualServerStatus> status;

    VirtualServerBean(ClusterControl control, Reading<VirtualServerStatus> status) {
        this.control = control;
        this.status = status;
    }

    @Override
    TrafficStatistics traffic() {
        return status.get().traffic();
    }

    @Override
    public String getName() {
        return status.get().name();
    }

    @Override
    public String getState() {
        return status.get().state().name();
    }

    @Override
    public String getListen() {
        return status.get().listen().toString();
    }

    @Override
    public String getProtocol() {
        return status.get().protocol();
    }

    @Override
    public @Nullable String getSplice() {
        return status.get().splice();
    }

    @Override
    public String getPolicy() {
        return status.get().policy();
    }

    @Override
    public long getPolicyGeneration() {
        return status.get().policyGeneration();
    }

    @Override
    public @Nullable String getPolicyNote() {
        return status.get().policyNote();
    }

    @Override
    public @Nullable String getConfigurationProblem() {
        return status.get().configurationProblem();
    }

    @Override
    public long getRevision() {
        return status.get().revision();
    }

    @Override
    public int getConnections() {
        return status.get().connections();
    }

    @Override
    public int getQueued() {
        return status.get().queued();
    }

    @Override
    public Map<String, Long> getRefusals() {
        return status.get().refusals();
    }

    @Override
    public Map<String, String> getConfiguration() {
        return status.get().configuration();
    }

    @Override
    public Map<String, String> getServers() {
        Map<String, String> states = new TreeMap<>();
        status.get().servers().forEach(s -> states.put(s.name(), s.effective().name()));
        return states;
    }

    @Override
    public DecisionRow[] listDecisions(int max) {
        Refusal.requireMaximum(max);
        return Refusal.inPlainClasses(() -> control.decisions(getName(), max)).stream()
                .map(DecisionRow::new)
                .toArray(DecisionRow[]::new);
    }
}
