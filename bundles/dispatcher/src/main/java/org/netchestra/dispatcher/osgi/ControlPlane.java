package org.netchestra.dispatcher.osgi;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.NamedPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The conductor with the threads it needs. Thread-safe; must be closed. */
final class ControlPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);

    private final ExecutorService thread = ControlThreads.single("netchestra-conductor");
    private final ScheduledExecutorService ticks = ControlThreads.scheduled("netchestra-ticks");
    private final Conductor conductor;
    private final Duration orphanGrace;

    /**
     * @param orphanGrace how long a policy's last picker may go on when its bundle is gone
     */
    ControlPlane(ClusterEvents events, Duration orphanGrace) {
        this.orphanGrace = orphanGrace;
        conductor = new Conductor(thread, events, Clock.systemUTC(), System::nanoTime);
        var unused = ticks.scheduleWithFixedDelay(() -> guarded(this::tick), 1, 1, TimeUnit.SECONDS);
    }

    Conductor conductor() {
        return conductor;
    }

    void policyAdded(NamedPolicy policy) {
        guarded(() -> conductor.policyAdded(policy));
    }

    void policyRemoved(NamedPolicy policy) {
        guarded(() -> conductor.policyRemoved(policy));
    }

    private void tick() {
        conductor.tick();
        conductor.replaceOrphans(orphanGrace);
    }

    /** Runs what plug-ins take part in: their failure must not end the thread or the component that calls. */
    void guarded(Runnable action) {
        try {
            action.run();
        } catch (RejectedExecutionException closing) {
            LOG.debug("the control plane is closed already", closing);
        } catch (RuntimeException failure) {
            LOG.warn("the control plane failed to carry out a change", failure);
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        thread.shutdown();
    }
}
