package org.netchestra.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.core.pool.LiveServer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One pick among servers of weights 1 to 4 that have 0 to 9 exchanges in flight, all usable, for one of 1,024 paths of
 * about 30 bytes. The servers are the dispatcher's own; reading and hashing the key is part of the pick.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

    /** A picker that does nothing: what the measurement itself costs. */
    static final String NOTHING = "(nothing)";

    /** A picker that increments a shared number, which any exact rotation must at least do. */
    static final String INCREMENT = "(one atomic increment)";

    private static final long SEED = 11;

    /** One picker for all threads, as in a virtual server. */
    @State(Scope.Benchmark)
    public static class Cluster {

        @Param("rr")
        String policy = "";

        @Param({"3", "16", "256", "4096"})
        int servers;

        Picker picker = request -> null;

        @Setup
        public void prepare() {
            picker = switch (policy) {
                case NOTHING -> request -> null;
                case INCREMENT -> {
                    AtomicInteger counter = new AtomicInteger();
                    RealServer server = new LiveServer("s", address(0), 0);
                    yield request -> counter.getAndIncrement() < 0 ? null : server;
                }
                default -> policy().newPicker(pool(), PolicyOptions.none());
            };
        }

        private BalancingPolicy policy() {
            return DeclaredPolicy.onClassPath(PickBenchmark.class.getClassLoader()).stream()
                    .filter(declared -> declared.name().equals(policy))
                    .findFirst()
                    .orElseThrow()
                    .policy();
        }

        private ServerPool pool() {
            Random random = new Random(SEED);
            List<PoolMember> members = new ArrayList<>();
            for (int number = 0; number < servers; number++) {
                LiveServer server = new LiveServer("s" + number, address(number), 0);
                for (int inFlight = random.nextInt(10); inFlight > 0; inFlight--) {
                    server.began();
                }
                members.add(PoolMember.of(server, 1 + number % 4));
            }
            return ServerPool.of(members);
        }

        private static ServerAddress address(int number) {
            return new ServerAddress("10.0." + number / 256 + "." + number % 256, 8080);
        }
    }

    /** The requests of one event loop. */
    @State(Scope.Thread)
    public static class Requests {

        private static final int KEYS = 1_024;

        private final ProbeRequest[] requests = new ProbeRequest[KEYS];
        private int next;

        @Setup
        public void prepare() {
            for (int key = 0; key < KEYS; key++) {
                requests[key] = new ProbeRequest()
                        .key(String.format("/pictures/2026/photo-%06d.jpg", key * 7919))
                        .nowNanos(key);
            }
        }

        ProbeRequest next() {
            next = (next + 1) & (KEYS - 1);
            return requests[next];
        }
    }

    @Benchmark
    public @Nullable RealServer pick(Cluster cluster, Requests requests) {
        return cluster.picker.pick(requests.next());
    }
}
