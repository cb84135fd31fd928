package org.netchestra.core.control;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.Quantiles;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerStatus;

/** Makes the copies of live state that the outside reads. Stateless. */
final class StatusReport {

    private StatusReport() {}

    static VirtualServerStatus of(VirtualServerHandle handle) {
        Snapshot snapshot = handle.current();
        ActivePolicy policy = snapshot.policy();
        return new VirtualServerStatus(
                handle.name(),
                handle.state(),
                handle.listen(),
                snapshot.spec().protocol().name().toLowerCase(Locale.ROOT),
                handle.splice(),
                snapshot.spec().policy().toString(),
                snapshot.policyGeneration(),
                policyNote(policy),
                handle.configurationProblem(),
                snapshot.revision(),
                handle.connections().get(),
                new TreeMap<>(snapshot.spec().written()),
                snapshot.servers().stream().map(ManagedServer::status).toList(),
                handle.traffic().statistics(),
                handle.waiting().size(),
                handle.refusals().values());
    }

    private static @Nullable String policyNote(@Nullable ActivePolicy policy) {
        return policy == null ? null : policy.note();
    }

    /** Adds up what can be added, pools' exchanges with their virtual server's; quantiles of several virtual servers cannot, the slowest stands for all. */
    static TrafficStatistics total(Collection<VirtualServerHandle> handles) {
        List<TrafficStatistics> all = handles.stream()
                .filter(handle -> !handle.isPool())
                .map(handle -> handle.traffic().statistics())
                .toList();
        return new TrafficStatistics(
                all.stream().mapToInt(TrafficStatistics::inFlight).sum(),
                sum(all, TrafficStatistics::requests),
                sum(all, TrafficStatistics::failures),
                sum(all, TrafficStatistics::retries),
                sum(all, TrafficStatistics::replies1xx),
                sum(all, TrafficStatistics::replies2xx),
                sum(all, TrafficStatistics::replies3xx),
                sum(all, TrafficStatistics::replies4xx),
                sum(all, TrafficStatistics::replies5xx),
                sum(all, TrafficStatistics::bytesIn),
                sum(all, TrafficStatistics::bytesOut),
                all.stream()
                        .map(TrafficStatistics::responseTime)
                        .max(Comparator.comparingLong(Quantiles::p99))
                        .orElse(Quantiles.NONE));
    }

    private static long sum(List<TrafficStatistics> all, ToLongFunction<TrafficStatistics> field) {
        return all.stream().mapToLong(field).sum();
    }
}
