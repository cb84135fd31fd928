package org.netchestra.dispatcher.osgi;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.dispatcher.netty.Dispatcher;
import org.netchestra.dispatcher.netty.warmup.FaceReport;
import org.netchestra.dispatcher.netty.warmup.IdleWatch;
import org.netchestra.dispatcher.netty.warmup.ProcessorTime;
import org.netchestra.dispatcher.netty.warmup.Subject;
import org.netchestra.dispatcher.netty.warmup.TrafficWatch;
import org.netchestra.dispatcher.netty.warmup.WarmUp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warms up once, as soon as there is a virtual server and nothing else to do, and until clients come at the latest. Thread-safe; must be closed.
 */
final class WarmUpTask implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(WarmUpTask.class);
    private static final long STOP_SECONDS = 10;
    /** Who has served as many is warm. */
    private static final long MANY = 20_000;

    private final Dispatcher dispatcher;
    private final Conductor conductor;
    private final Duration atMost;
    private final ProcessorTime processorTime = new ProcessorTime();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = ControlThreads.daemon("netchestra-warm-up").newThread(this::run);

    /** @param atMost how long it may take, once begun; zero for not at all */
    WarmUpTask(Dispatcher dispatcher, Conductor conductor, Duration atMost) {
        this.dispatcher = dispatcher;
        this.conductor = conductor;
        this.atMost = atMost;
    }

    void start() {
        if (!atMost.isZero()) {
            thread.start();
        }
    }

    private void run() {
        try {
            if (awaitIdleness()) {
                warmUp();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError failure) {
            LOG.warn("no warm-up, the first requests will cost more", failure);
        }
    }

    /** Whether it is time now; false when it never will be. */
    private boolean awaitIdleness() throws InterruptedException {
        IdleWatch process = new IdleWatch(processorTime, System.nanoTime());
        while (!closing.await(1, TimeUnit.SECONDS)) {
            if (touched() > MANY) {
                return false;
            }
            if (process.wasIdle(System.nanoTime()) && !virtualServers().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private void warmUp() throws IOException, InterruptedException {
        TrafficWatch traffic = new TrafficWatch(this::touched, System.nanoTime());
        Subject subject = new Subject(
                dispatcher.eventLoops(),
                dispatcher.transport(),
                dispatcher.pipes(),
                virtualServers(),
                conductor.policiesInForce(),
                listeners(),
                dispatcher.journal());
        LOG.info("warm-up: begins; it ends when clients come, and after {} s at the latest", atMost.toSeconds());
        long begin = System.nanoTime();
        List<FaceReport> reports = new WarmUp(subject, atMost, () -> isWanted(traffic), processorTime).run();
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        String early = traffic.hasCome(System.nanoTime()) ? ", as clients came" : "";
        LOG.info("warm-up: ended after {} ms{}: {}", millis, early, reports);
    }

    private boolean isWanted(TrafficWatch traffic) {
        return closing.getCount() > 0 && !traffic.hasCome(System.nanoTime());
    }

    /** Those whose policy is there. */
    private List<VirtualServerSpec> virtualServers() {
        var policies = conductor.policiesInForce();
        return conductor.virtualServers().stream()
                .filter(handle -> !handle.isPool())
                .map(VirtualServerHandle::current)
                .map(snapshot -> snapshot.spec())
                .filter(spec -> policies.containsKey(spec.policy().name()))
                .toList();
    }

    private long touched() {
        return dispatcher.acceptedConnections() + conductor.traffic().requests();
    }

    /** More classes than the compiler would build upon: in production they are others. */
    private static ExchangeListener listeners() {
        ExchangeListeners listeners = new ExchangeListeners();
        listeners.add(exchange -> {});
        listeners.add(exchange -> {});
        listeners.add(exchange -> {});
        return listeners;
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(STOP_SECONDS));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
