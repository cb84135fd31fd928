package org.netchestra.api.control;

import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.StateChange;

/**
 * A real server as it is now.
 *
 * @param name its name within the virtual server
 * @param address where it listens
 * @param configuredWeight the weight of the configuration
 * @param weight the weight in force: configured, overridden by an administrator or learned
 * @param rampPercent the part of that weight which slow start grants now; 100 when it is over
 * @param admin what the administrator wants, since when, by whom, why
 * @param operational what health says, since when, by whom, why
 * @param effective what follows from both
 * @param idleConnections open upstream connections without an exchange
 * @param averageResponseNanos smoothed time to the first byte; 0 when nothing was measured
 * @param traffic its counters
 */
public record ServerStatus(
        String name,
        ServerAddress address,
        int configuredWeight,
        int weight,
        int rampPercent,
        StateChange<AdminState> admin,
        StateChange<OperationalState> operational,
        EffectiveState effective,
        int idleConnections,
        long averageResponseNanos,
        TrafficStatistics traffic) {}
