package org.netchestra.dispatcher.netty.warmup;

import java.lang.management.ManagementFactory;
import java.util.function.LongSupplier;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** The processor time of this process, as far as its JVM tells. Thread-safe. */
public final class ProcessorTime implements LongSupplier {

    private static final String BEAN = "java.lang:type=OperatingSystem";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    /** Nanoseconds, user and system; always 0 where the JVM does not tell. */
    @Override
    public long getAsLong() {
        try {
            Object nanos = server.getAttribute(new ObjectName(BEAN), "ProcessCpuTime");
            return nanos instanceof Long known ? known : 0;
        } catch (JMException unknown) {
            return 0;
        }
    }
}
