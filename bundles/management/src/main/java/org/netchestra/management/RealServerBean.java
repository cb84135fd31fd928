package org.netchestra.management;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerStatus;

/** Answers for a real server from a copy of its virtual server's status, and passes commands on. Thread-safe. */
final class RealServerBean extends TrafficBean implements RealServerMXBean {

    private final ClusterControl control;
    private final Reading<VirtualServerStatus> virtualServerStatus;
    private final String virtualServer;
    private final String name;

    RealServerBean(ClusterControl control, Reading<VirtualServerStatus> status, String virtualServer, String name) {
        this.control = control;
        this.virtualServerStatus = status;
        this.virtualServer = virtualServer;
        this.name = name;
    }

    private ServerStatus status() {
        return virtualServerStatus.get().servers().stream()
                .filter(server -> server.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("server: " + virtualServer + "/" + name
                        + " (expected: a server of the configuration; it was removed)"));
    }

    @Override
    TrafficStatistics traffic() {
        return status().traffic();
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public String getVirtualServer() {
        return virtualServer;
    }

    @Override
    public String getAddress() {
        return status().address().toString();
    }

    @Override
    public String getAdminState() {
        return status().admin().state().name();
    }

    @Override
    public String getAdminSince() {
        return status().admin().since().toString();
    }

    @Override
    public String getAdminBy() {
        return status().admin().by();
    }

    @Override
    public String getAdminReason() {
        return status().admin().reason();
    }

    @Override
    public String getOperationalState() {
        return status().operational().state().name();
    }

    @Override
    public String getOperationalSince() {
        return status().operational().since().toString();
    }

    @Override
    public String getOperationalBy() {
        return status().operational().by();
    }

    @Override
    public String getOperationalReason() {
        return status().operational().reason();
    }

    @Override
    public String getEffectiveState() {
        return status().effective().name();
    }

    @Override
    public String getEffectiveSince() {
        return decisive().since().toString();
    }

    @Override
    public String getEffectiveBy() {
        return decisive().by();
    }

    @Override
    public String getEffectiveReason() {
        return decisive().reason();
    }

    /** The change that the effective state follows from; a server is up by the later one of two that both allow it. */
    private StateChange<?> decisive() {
        ServerStatus status = status();
        StateChange<?> admin = status.admin();
        StateChange<?> operational = status.operational();
        return switch (status.effective()) {
            case MAINTENANCE, DRAINING -> admin;
            case DOWN -> operational;
            case UP -> operational.since().isAfter(admin.since()) ? operational : admin;
        };
    }

    @Override
    public int getWeight() {
        return status().weight();
    }

    @Override
    public int getConfiguredWeight() {
        return status().configuredWeight();
    }

    @Override
    public int getRampPercent() {
        return status().rampPercent();
    }

    @Override
    public int getIdleConnections() {
        return status().idleConnections();
    }

    @Override
    public double getResponseTimeSmoothed() {
        return millis(status().averageResponseNanos());
    }

    @Override
    public void ready(@Nullable String reason) {
        administer(AdminState.READY, reason);
    }

    @Override
    public void drain(@Nullable String reason) {
        administer(AdminState.DRAIN, reason);
    }

    @Override
    public void maint(@Nullable String reason) {
        administer(AdminState.MAINT, reason);
    }

    @Override
    public void setWeight(int weight, @Nullable String reason) {
        command(reason, context -> control.setWeight(virtualServer, name, weight, context));
    }

    @Override
    public void resetWeight(@Nullable String reason) {
        command(reason, context -> control.setWeight(virtualServer, name, null, context));
    }

    private void administer(AdminState state, @Nullable String reason) {
        command(reason, context -> control.setAdminState(virtualServer, name, state, context));
    }

    private void command(@Nullable String reason, Consumer<ChangeContext> command) {
        ChangeContext context = Caller.because(reason);
        try {
            Refusal.inPlainClasses(() -> command.accept(context));
        } finally {
            virtualServerStatus.forget();
        }
    }
}
