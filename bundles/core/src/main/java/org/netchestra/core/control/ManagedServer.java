package org.netchestra.core.control;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.core.config.ServerSpec;
import org.netchestra.core.pool.LiveServer;

/**
 * A real server with everything the control plane has decided about it. Immutable; the live counters behind it move.
 *
 * @param spec as configured
 * @param live its counters
 * @param admin what the administrator wants
 * @param operational what health says
 * @param override the weight an administrator set at run time, or null
 * @param learned the weight a controller has learned, or null
 * @param placementWeight the last positive weight
 * @param ramp how its weight grows after it came (back); {@link Ramp#DONE} when it has its full weight
 */
public record ManagedServer(
        ServerSpec spec,
        LiveServer live,
        StateChange<AdminState> admin,
        StateChange<OperationalState> operational,
        @Nullable Integer override,
        @Nullable Integer learned,
        int placementWeight,
        Ramp ramp) {

    static ManagedServer added(
            ServerSpec spec, StateChange<AdminState> admin, StateChange<OperationalState> operational) {
        LiveServer live = new LiveServer(spec.name(), spec.address(), spec.maxInFlight());
        return new ManagedServer(spec, live, admin, operational, null, null, spec.weight(), Ramp.DONE);
    }

    /** The weight in force: an administrator's goes before a learned one, that before the configured. */
    public int weight() {
        if (override != null) {
            return override;
        }
        return learned != null && spec.weight() > 0 ? learned : spec.weight();
    }

    public EffectiveState effective() {
        return EffectiveState.of(admin.state(), operational.state());
    }

    /** Whether new exchanges may go to it. */
    public boolean takesWork() {
        return effective() == EffectiveState.UP && weight() > 0;
    }

    ManagedServer configured(ServerSpec newSpec) {
        live.limitInFlight(newSpec.maxInFlight());
        return new ManagedServer(newSpec, live, admin, operational, override, learned, placementWeight, ramp).placed();
    }

    ManagedServer administered(StateChange<AdminState> change) {
        return new ManagedServer(spec, live, change, operational, override, learned, placementWeight, ramp);
    }

    ManagedServer observed(StateChange<OperationalState> change) {
        return new ManagedServer(spec, live, admin, change, override, learned, placementWeight, ramp);
    }

    ManagedServer overridden(@Nullable Integer weight) {
        return new ManagedServer(spec, live, admin, operational, weight, learned, placementWeight, ramp).placed();
    }

    ManagedServer taught(@Nullable Integer weight) {
        return new ManagedServer(spec, live, admin, operational, override, weight, placementWeight, ramp).placed();
    }

    private ManagedServer placed() {
        int weight = weight();
        return weight == 0 || weight == placementWeight
                ? this
                : new ManagedServer(spec, live, admin, operational, override, learned, weight, ramp);
    }

    ManagedServer ramping(Ramp newRamp) {
        return new ManagedServer(spec, live, admin, operational, override, learned, placementWeight, newRamp);
    }

    /** As a pool sees it whose weights are in units of 1/{@code scale}. */
    PoolMember member(int scale) {
        int scaled = (int) Math.min(Integer.MAX_VALUE, (long) weight() * scale * ramp.percent() / Ramp.FULL_PERCENT);
        int weight = weight() > 0 ? Math.max(1, scaled) : 0;
        return new PoolMember(
                live, weight, placementWeight, effective() == EffectiveState.UP, spec.priority(), spec.labels());
    }

    ServerStatus status() {
        return new ServerStatus(
                spec.name(),
                spec.address(),
                spec.weight(),
                weight(),
                ramp.percent(),
                admin,
                operational,
                effective(),
                live.idleConnections(),
                live.responseTimeNanos(),
                live.traffic().statistics());
    }
}
