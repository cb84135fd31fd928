package org.netchestra.management.osgi;

import java.lang.management.ManagementFactory;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.management.ClusterBeans;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the MBeans as long as there is something to manage. */
@Component(service = {})
public final class Management {

    private static final Logger LOG = LoggerFactory.getLogger(Management.class);

    private final EventRelay relay;
    private final ClusterBeans beans;
    private final ClusterEventListener listener = this::onEvent;
    private final ScheduledExecutorService executor =
            new ScheduledThreadPoolExecutor(1, Management::newThread, new DiscardPolicy());

    private final Future<?> tick;

    @Activate
    public Management(@Reference ClusterControl control, @Reference ClusterEvents events, @Reference EventRelay relay) {
        this.relay = relay;
        this.beans = new ClusterBeans(control, events, ManagementFactory.getPlatformMBeanServer(), System::nanoTime);
        relay.add(listener);
        this.tick = executor.scheduleWithFixedDelay(this::follow, 0, 1, TimeUnit.SECONDS);
    }

    @Deactivate
    void stop() {
        relay.remove(listener);
        tick.cancel(false);
        executor.shutdown();
        beans.close();
    }

    private static Thread newThread(Runnable task) {
        Thread thread = new Thread(task, "netchestra-management");
        thread.setDaemon(true);
        return thread;
    }

    private void onEvent(ClusterEvent event) {
        beans.onEvent(event);
        if (ClusterBeans.changesMembers(event)) {
            executor.execute(this::follow);
        }
    }

    private void follow() {
        try {
            beans.follow();
        } catch (RuntimeException failure) {
            // The boundary of the thread: the next tick tries again, an exception would end the schedule for good.
            LOG.warn("MBeans do not follow the cluster: {}", failure.getMessage(), failure);
        }
    }
}
