package org.netchestra.benchmarks;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbeRequest;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One pick among servers of weights 1 to 4 that have 0 to 9 exchanges in flight, all usable, for one of 256 paths of
 * about 30 bytes. The servers are the dispatcher's own; reading and hashing the key is part of the pick.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PickBenchmark {

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
            picker = Pickers.of(policy, servers);
        }
    }

    /** The requests of one event loop. */
    @State(Scope.Thread)
    public static class Requests {

        @Param("256")
        int keys = 256;

        private ProbeRequest[] requests = new ProbeRequest[0];
        private int next;

        @Setup
        public void prepare() {
            requests = new ProbeRequest[keys];
            for (int key = 0; key < keys; key++) {
                requests[key] = new ProbeRequest()
                        .key(String.format("/pictures/2026/photo-%06d.jpg", key * 7919))
                        .nowNanos(key);
            }
        }

        ProbeRequest next() {
            next = next + 1 == requests.length ? 0 : next + 1;
            return requests[next];
        }
    }

    @Benchmark
    public @Nullable RealServer pick(Cluster cluster, Requests requests) {
        return cluster.picker.pick(requests.next());
    }
}
