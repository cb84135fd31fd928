package org.netchestra.management;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import javax.management.DynamicMBean;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Topics;

/**
 * The cluster's MBeans: registers those of virtual and real servers that appeared, unregisters those that went.
 * Thread-safe.
 */
public final class ClusterBeans implements ClusterEventListener, AutoCloseable {

    private final ClusterControl control;
    private final LongSupplier nanoClock;
    private final Registrations registrations;
    private final EventsBean events;
    private final Reading<List<VirtualServerStatus>> all;
    private final Map<String, Reading<VirtualServerStatus>> readings = new ConcurrentHashMap<>();

    /**
     * @param nanoClock a monotonic clock
     */
    public ClusterBeans(ClusterControl control, ClusterEvents events, MBeanServer server, LongSupplier nanoClock) {
        this.control = control;
        this.nanoClock = nanoClock;
        this.registrations = new Registrations(server);
        this.events = new EventsBean(events);
        this.all = new Reading<>(control::virtualServers, nanoClock);
    }

    /** Whether {@link #follow} has something to do after this event. */
    public static boolean changesMembers(ClusterEvent event) {
        return switch (event.topic()) {
            case Topics.CONFIGURATION_APPLIED,
                    Topics.VIRTUAL_SERVER_STARTED,
                    Topics.VIRTUAL_SERVER_FAILED,
                    Topics.VIRTUAL_SERVER_STOPPED -> true;
            default -> false;
        };
    }

    /**
     * Makes the MBeans those of the virtual and real servers that there are now. To be called after events that
     * {@link #changesMembers}, and about once a second in case one was dropped.
     */
    public synchronized void follow() {
        Map<ObjectName, Supplier<DynamicMBean>> wanted = new ConcurrentHashMap<>();
        wanted.put(ObjectNames.DISPATCHER, this::dispatcher);
        wanted.put(ObjectNames.POLICIES, this::policies);
        wanted.put(ObjectNames.EVENTS, () -> new EmittingMBean(events, EventsMXBean.class, events));
        List<VirtualServerStatus> present = control.virtualServers();
        present.forEach(virtualServer -> want(virtualServer, wanted));
        registrations.become(wanted);
        readings.keySet()
                .retainAll(present.stream().map(VirtualServerStatus::name).collect(Collectors.toSet()));
    }

    /** Whoever reads because of the event must see what it tells of: the copies go first. */
    @Override
    public void onEvent(ClusterEvent event) {
        all.forget();
        readings.values().forEach(Reading::forget);
        events.onEvent(event);
    }

    /** Unregisters everything, for good. */
    @Override
    public synchronized void close() {
        registrations.close();
    }

    private void want(VirtualServerStatus virtualServer, Map<ObjectName, Supplier<DynamicMBean>> wanted) {
        String name = virtualServer.name();
        wanted.put(
                ObjectNames.virtualServer(name),
                () -> new DescribedMBean(new VirtualServerBean(control, reading(name)), VirtualServerMXBean.class));
        for (ServerStatus server : virtualServer.servers()) {
            wanted.put(ObjectNames.realServer(name, server.name()), () -> realServer(name, server.name()));
        }
    }

    private DynamicMBean realServer(String virtualServer, String name) {
        RealServerBean bean = new RealServerBean(control, reading(virtualServer), virtualServer, name);
        return new DescribedMBean(bean, RealServerMXBean.class);
    }

    private DynamicMBean dispatcher() {
        DispatcherBean bean = new DispatcherBean(new Reading<>(control::dispatcher, nanoClock), all);
        return new DescribedMBean(bean, DispatcherMXBean.class);
    }

    private DynamicMBean policies() {
        PoliciesBean bean = new PoliciesBean(control, new Reading<>(control::policies, nanoClock));
        return new DescribedMBean(bean, PoliciesMXBean.class);
    }

    private Reading<VirtualServerStatus> reading(String virtualServer) {
        return readings.computeIfAbsent(virtualServer, name -> new Reading<>(() -> require(name), nanoClock));
    }

    private VirtualServerStatus require(String name) {
        VirtualServerStatus status = control.virtualServer(name);
        if (status == null) {
            throw new IllegalStateException("virtual server: " + name + " (expected: one that runs; it was removed)");
        }
        return status;
    }
}
