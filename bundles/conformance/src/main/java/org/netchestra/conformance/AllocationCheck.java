package org.netchestra.conformance;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.policy.Picker;

/** What a pick allocates, as far as the JVM tells: garbage is paid for by all requests. */
final class AllocationCheck implements Check {

    private static final int SERVERS = 16;
    private static final int PICKS = 2_000;
    private static final double LIMIT_BYTES = 1024;

    private final ProbeRequest[] requests = new ProbeRequest[200];
    private volatile double bytes = Double.NaN;

    AllocationCheck() {
        for (int index = 0; index < requests.length; index++) {
            requests[index] = new ProbeRequest().key("/allocation/" + index);
        }
    }

    @Override
    public String rule() {
        return "a pick allocates less than 1 KiB";
    }

    @Override
    public boolean essential() {
        return true;
    }

    @Override
    public @Nullable String breach(Subject subject) {
        Picker picker = subject.picker(ProbePool.ofSize(SERVERS).snapshot());
        pick(picker);
        long first = allocated();
        long before = allocated();
        pick(picker);
        long after = allocated();
        if (first < 0) {
            return null;
        }
        long ofTheQuestion = before - first;
        bytes = Math.max(0, Math.rint((double) (after - before - ofTheQuestion) / PICKS));
        return bytes < LIMIT_BYTES ? null : String.format(Locale.ROOT, "it allocated %.0f bytes", bytes);
    }

    /** NaN when it was not measured. */
    double bytes() {
        return bytes;
    }

    private void pick(Picker picker) {
        for (int pick = 0; pick < PICKS; pick++) {
            picker.pick(requests[pick % requests.length]);
        }
    }

    /** Bytes this thread has allocated so far; negative when the JVM does not count them. */
    private static long allocated() {
        try {
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Object answer = server.invoke(
                    new ObjectName(ManagementFactory.THREAD_MXBEAN_NAME),
                    "getThreadAllocatedBytes",
                    new Object[] {Thread.currentThread().getId()},
                    new String[] {"long"});
            return answer instanceof Long number ? number : -1;
        } catch (JMException | RuntimeException uncounted) {
            return -1;
        }
    }
}
