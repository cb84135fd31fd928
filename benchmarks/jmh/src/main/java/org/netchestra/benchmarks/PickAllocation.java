package org.netchestra.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbeRequest;

/** How many bytes a pick allocates once it is compiled and has seen its keys. */
final class PickAllocation {

    private static final int ROUNDS = 12;
    private static final int PICKS = 2_560;

    private PickAllocation() {}

    /** Bytes a pick of the best round: the earlier rounds still compile. */
    static long bytes(Picker picker) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        PickBenchmark.Requests requests = new PickBenchmark.Requests();
        requests.prepare();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            pick(picker, requests);
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        return least / PICKS;
    }

    private static void pick(Picker picker, PickBenchmark.Requests requests) {
        for (int pick = 0; pick < PICKS; pick++) {
            ProbeRequest request = requests.next();
            picker.pick(request);
        }
    }
}
