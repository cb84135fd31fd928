package org.netchestra.management;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.management.DynamicMBean;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** What of ours is registered with an MBean server. Not thread-safe. */
final class Registrations {

    private final MBeanServer server;
    private final Set<ObjectName> registered = new HashSet<>();
    private boolean closed;

    Registrations(MBeanServer server) {
        this.server = server;
    }

    /** Unregisters what is not wanted any more and registers what is new; nothing happens once closed. */
    void become(Map<ObjectName, Supplier<DynamicMBean>> wanted) {
        if (closed) {
            return;
        }
        for (Iterator<ObjectName> i = registered.iterator(); i.hasNext(); ) {
            ObjectName name = i.next();
            if (!wanted.containsKey(name)) {
                unregister(name);
                i.remove();
            }
        }
        wanted.forEach((name, bean) -> {
            if (registered.add(name)) {
                register(name, bean.get());
            }
        });
    }

    void close() {
        closed = true;
        registered.forEach(this::unregister);
        registered.clear();
    }

    /** The domain is ours: whatever has the name already was left behind by a predecessor that could not clean up. */
    private void register(ObjectName name, DynamicMBean bean) {
        try {
            if (server.isRegistered(name)) {
                unregister(name);
            }
            server.registerMBean(bean, name);
        } catch (JMException failure) {
            throw new IllegalStateException("MBean " + name + " cannot be registered", failure);
        }
    }

    private void unregister(ObjectName name) {
        try {
            server.unregisterMBean(name);
        } catch (InstanceNotFoundException gone) {
            // Somebody else unregistered it; it is as we want it.
        } catch (JMException failure) {
            throw new IllegalStateException("MBean " + name + " cannot be unregistered", failure);
        }
    }
}
