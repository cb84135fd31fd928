package org.netchestra.benchmarks;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.event.EventHub;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A pick as an exchange does it, through its snapshot, with a share of the decisions recorded for explanations. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecisionBenchmark {

    /** A virtual server of a real control plane. */
    @State(Scope.Benchmark)
    public static class VirtualServer {

        private static final int SERVERS = 16;

        @Param({"0", "1", "100"})
        String percent = "";

        @Nullable
        Snapshot snapshot;

        @Setup
        public void prepare() throws InvalidConfigurationException {
            Conductor conductor = new Conductor(
                    Runnable::run, new EventHub(Runnable::run, failure -> {}), Clock.systemUTC(), System::nanoTime);
            DeclaredPolicy.onClassPath(VirtualServer.class.getClassLoader())
                    .forEach(p -> conductor.policyAdded(new NamedPolicy(p.name(), p.policy(), "benchmark", 0)));
            String servers = IntStream.range(0, SERVERS)
                    .mapToObj(i -> "s" + i + "=127.0.0.1:" + (9000 + i))
                    .collect(Collectors.joining(", "));
            Map<String, String> keys =
                    Map.of("listen", "127.0.0.1:0", "policy", "wlc", "servers", servers, "explain-percent", percent);
            snapshot =
                    conductor.open(VirtualServerReader.read("shop", keys, null)).current();
        }
    }

    @Benchmark
    public @Nullable RealServer pick(VirtualServer server, PickBenchmark.Requests requests) {
        Snapshot snapshot = server.snapshot;
        return snapshot == null ? null : snapshot.pick(requests.next());
    }
}
