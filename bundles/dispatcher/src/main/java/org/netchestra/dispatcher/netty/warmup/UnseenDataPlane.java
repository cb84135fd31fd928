package org.netchestra.dispatcher.netty.warmup;

import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.netchestra.dispatcher.netty.RunningServer;

/**
 * A second data plane with event loops and a control plane of its own, in no list, count or log of the first. Thread-safe; must be closed.
 */
final class UnseenDataPlane implements AutoCloseable {

    /** Nobody is told. */
    private static final ClusterEvents NO_EVENTS = new ClusterEvents() {
        @Override
        public void publish(ClusterEvent event) {}

        @Override
        public List<ClusterEvent> recent(int max) {
            return List.of();
        }

        @Override
        public long dropped() {
            return 0;
        }
    };

    private final ExecutorService control =
            Executors.newSingleThreadExecutor(new DefaultThreadFactory("netchestra-warm-up-control", true));
    private final Conductor conductor = new Conductor(control, NO_EVENTS, Clock.systemUTC(), System::nanoTime);
    private final Dispatcher dispatcher;

    UnseenDataPlane(Subject subject) {
        subject.policies()
                .forEach((name, policy) -> conductor.policyAdded(new NamedPolicy(name, policy, "warm-up", 0)));
        dispatcher = new Dispatcher(
                conductor,
                subject.listener(),
                subject.eventLoops(),
                subject.transport(),
                AffinityKey.random(),
                "netchestra-warm-up-loop");
        dispatcher.pipes(subject.pipes());
        RequestJournal journal = subject.journal();
        dispatcher.journal(journal == null ? null : new UncountedJournal(journal));
    }

    /**
     * Starts a virtual server.
     *
     * @return the port it listens on
     */
    int open(VirtualServerSpec spec) throws IOException, InvalidConfigurationException {
        RunningServer server = dispatcher.open(spec);
        if (server.port() < 0) {
            throw new IOException("no port of the loopback address can be bound");
        }
        return server.port();
    }

    /** What happens by the clock, once a second or so: probations of policies end, for instance. */
    void tick() {
        conductor.tick();
    }

    @Override
    public void close() {
        dispatcher.close();
        control.shutdown();
    }
}
