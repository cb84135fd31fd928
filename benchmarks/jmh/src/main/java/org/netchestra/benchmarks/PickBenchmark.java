package org.netchestra.benchmarks;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
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

        private static final VarHandle LONGS =
                MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
        private static final int AT_NUMBER = "/pictures/2026/photo-".length();

        /** 0: each request has a key that was never there before, as if it had just been read. */
        @Param("256")
        int keys = 256;

        private ProbeRequest[] requests = new ProbeRequest[0];
        private byte[] newKey = new byte[0];
        private long number;
        private int next;

        @Setup
        public void prepare() {
            requests = new ProbeRequest[Math.max(1, keys)];
            for (int key = 0; key < requests.length; key++) {
                requests[key] = new ProbeRequest().key(path(key)).nowNanos(key);
            }
            if (keys == 0) {
                newKey = path(0).getBytes(StandardCharsets.UTF_8);
                requests[0].key(newKey);
            }
        }

        private static String path(int key) {
            return String.format("/pictures/2026/photo-%06d.jpg", key * 7919);
        }

        ProbeRequest next() {
            if (keys == 0) {
                LONGS.set(newKey, AT_NUMBER, number += 0x9E3779B97F4A7C15L);
                return requests[0];
            }
            next = next + 1 == requests.length ? 0 : next + 1;
            return requests[next];
        }
    }

    @Benchmark
    public @Nullable RealServer pick(Cluster cluster, Requests requests) {
        return cluster.picker.pick(requests.next());
    }
}
