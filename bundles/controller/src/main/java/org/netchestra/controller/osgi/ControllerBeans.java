package org.netchestra.controller.osgi;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.netchestra.controller.Autopilot;
import org.netchestra.controller.WeightChange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The controllers in JMX. Thread-safe. */
final class ControllerBeans implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControllerBeans.class);

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final Set<String> names = ConcurrentHashMap.newKeySet();

    private record Bean(Autopilot autopilot) implements ControllerMXBean {

        @Override
        public String getRule() {
            return autopilot.spec().rule().name();
        }

        @Override
        public long getPeriodMillis() {
            return autopilot.spec().period().toMillis();
        }

        @Override
        public Map<String, Integer> getWeights() {
            return autopilot.weights();
        }

        @Override
        public List<String> getRecent() {
            return autopilot.recent().stream().map(ControllerBeans::written).toList();
        }
    }

    void add(String virtualServer, Autopilot autopilot) {
        try {
            server.registerMBean(new Bean(autopilot), name(virtualServer));
            names.add(virtualServer);
        } catch (JMException failure) {
            LOG.warn("controller of {}: not shown in JMX", virtualServer, failure);
        }
    }

    /** Always true, so that it can stand in a condition. */
    boolean remove(String virtualServer) {
        if (names.remove(virtualServer)) {
            try {
                server.unregisterMBean(name(virtualServer));
            } catch (JMException failure) {
                LOG.debug("controller of {}: was not in JMX", virtualServer, failure);
            }
        }
        return true;
    }

    @Override
    public void close() {
        names.forEach(this::remove);
    }

    private static ObjectName name(String virtualServer) throws JMException {
        return new ObjectName("org.netchestra:type=Controller,virtualServer=" + virtualServer);
    }

    static String written(WeightChange c) {
        return String.format(
                Locale.ROOT,
                "%s %s %d -> %d, %d samples, mean %.3f ms, p95 %.3f ms, %s, bound %s",
                Instant.ofEpochMilli(c.timeMillis()),
                c.server(),
                c.oldWeight(),
                c.newWeight(),
                c.samples(),
                c.meanNanos() / 1e6,
                c.p95Nanos() / 1e6,
                c.rule(),
                c.bound());
    }
}
