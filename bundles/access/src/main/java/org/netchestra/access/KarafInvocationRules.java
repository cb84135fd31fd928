package org.netchestra.access;

import java.util.List;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Asks Karaf's security MBean, which knows the roles of the caller's subject. Without that MBean: no. Thread-safe. */
public final class KarafInvocationRules implements InvocationRules {

    private static final String OPERATION = "canInvoke";
    private static final String[] SIGNATURE = {String.class.getName(), String.class.getName(), String[].class.getName()
    };

    private final MBeanServer server;
    private final ObjectName security;

    public KarafInvocationRules(MBeanServer server) {
        this.server = server;
        this.security = name("org.apache.karaf:type=security,area=jmx,name=*");
    }

    @Override
    public boolean mayInvoke(ObjectName bean, String operation, List<String> signature) {
        Object[] arguments = {registered(bean).toString(), operation, signature.toArray(String[]::new)};
        try {
            for (ObjectName rules : server.queryNames(security, null)) {
                return Boolean.TRUE.equals(server.invoke(rules, OPERATION, arguments, SIGNATURE));
            }
            return false;
        } catch (InstanceNotFoundException leftMeanwhile) {
            return false;
        } catch (JMException e) {
            throw new SecurityException("roles for " + bean + " " + operation + ": " + e.getMessage(), e);
        }
    }

    /** The rules depend on the order of a name's keys: the bean's own order counts, not the client's. */
    private ObjectName registered(ObjectName bean) {
        return server.queryNames(bean, null).stream().findFirst().orElse(bean);
    }

    static ObjectName name(String text) {
        try {
            return new ObjectName(text);
        } catch (MalformedObjectNameException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
