package org.netchestra.management;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerStatus;

/** Answers for the dispatcher from a copy of its status. Thread-safe. */
final class DispatcherBean extends TrafficBean implements DispatcherMXBean {

    private final Reading<DispatcherStatus> status;
    private final Reading<List<VirtualServerStatus>> virtualServers;

    DispatcherBean(Reading<DispatcherStatus> status, Reading<List<VirtualServerStatus>> virtualServers) {
        this.status = status;
        this.virtualServers = virtualServers;
    }

    @Override
    TrafficStatistics traffic() {
        return status.get().traffic();
    }

    @Override
    public String getVersion() {
        return status.get().version();
    }

    @Override
    public String getTransport() {
        return status.get().transport();
    }

    @Override
    public int getEventLoops() {
        return status.get().eventLoops();
    }

    @Override
    public String getStartedAt() {
        return status.get().startedAt().toString();
    }

    @Override
    public int getConnections() {
        return status.get().connections();
    }

    @Override
    public long getAcceptedConnections() {
        return status.get().acceptedConnections();
    }

    @Override
    public Map<String, String> getVirtualServers() {
        Map<String, String> states = new TreeMap<>();
        virtualServers.get().forEach(v -> states.put(v.name(), v.state().name()));
        return states;
    }
}
