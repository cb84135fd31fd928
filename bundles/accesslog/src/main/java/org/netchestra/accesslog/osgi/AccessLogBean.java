package org.netchestra.accesslog.osgi;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.netchestra.accesslog.SwitchableLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MBean, registered from its making to its closing. */
final class AccessLogBean implements AccessLogMXBean, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AccessLogBean.class);
    private static final String NAME = "org.netchestra:type=AccessLog";

    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    private final SwitchableLog log;

    private AccessLogBean(SwitchableLog log) {
        this.log = log;
    }

    static AccessLogBean register(SwitchableLog log) {
        AccessLogBean bean = new AccessLogBean(log);
        try {
            bean.server.registerMBean(bean, new ObjectName(NAME));
        } catch (JMException failure) {
            LOG.warn("access log: {} not registered", NAME, failure);
        }
        return bean;
    }

    @Override
    public long getWritten() {
        return log.written();
    }

    @Override
    public long getDropped() {
        return log.dropped();
    }

    @Override
    public int getQueueLength() {
        return log.queueLength();
    }

    @Override
    public String getFile() {
        return log.file();
    }

    @Override
    public void close() {
        try {
            server.unregisterMBean(new ObjectName(NAME));
        } catch (JMException failure) {
            LOG.debug("access log: {} was not registered", NAME, failure);
        }
    }
}
