package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.dispatcher.netty.accept.Acceptor;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.Workers;
import org.netchestra.dispatcher.netty.setup.CertificateWatch;
import org.netchestra.dispatcher.netty.setup.DownstreamTls;
import org.netchestra.dispatcher.netty.setup.SetupPlan;
import org.netchestra.dispatcher.netty.virtualserver.Relayed;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServers;

/**
 * A virtual server that was started: its listener, and the way to change and to stop it. Its methods wait for the network and are
 * to be called from one thread at a time, never from an event loop.
 */
public final class RunningServer {

    private static final int BACKLOG = 4096;
    private static final long RETRY_SECONDS = 2;
    private static final long JOURNAL_WAIT_MILLIS = 100;
    private static final int JOURNAL_WAITS = 300;

    private final Conductor conductor;
    private final Workers workers;
    private final EventLoops loops;
    private final VirtualServer server;
    private final CertificateWatch certificates;
    private final VirtualServers running;
    private final Executor background;
    private @Nullable Channel listener;
    private @Nullable Future<?> watch;
    private boolean stopped;
    private boolean resumed;
    private int journalWaits;

    /**
     * @param running where it is known as long as it runs
     * @param background for what waits
     */
    RunningServer(
            Conductor conductor, EventLoops loops, VirtualServer server, VirtualServers running, Executor background) {
        this.background = background;
        this.conductor = conductor;
        this.loops = loops;
        workers = loops.workers();
        this.server = server;
        this.running = running;
        running.add(server);
        certificates = new CertificateWatch(handle().current().spec().connection());
        plan(handle().current().spec(), server.plan());
    }

    /** Loads certificates again whose files have changed. When they cannot be used, the ones in force go on. */
    synchronized void reloadCertificates() {
        ConnectionSpec spec = handle().current().spec().connection();
        DownstreamTls tls = server.plan().tls();
        if (tls != null) {
            tls.rotateTickets(System.nanoTime());
        }
        if (stopped || !certificates.isReloadDue(spec)) {
            return;
        }
        try {
            server.plan(SetupPlan.load(handle().current().spec()));
            conductor.certificatesLoaded(handle());
        } catch (InvalidConfigurationException unusable) {
            conductor.refused(server.name(), unusable);
        }
    }

    /** Binds the configured address; keeps trying in the background while that fails. */
    synchronized void start() {
        if (stopped || listener != null || awaitsJournal()) {
            return;
        }
        if (!resumed) {
            resumed = true;
            RecoveredRequests.resume(server, loops.exchanges());
        }
        ServerAddress address = handle().current().spec().listen();
        ChannelFuture bound = bind(address);
        if (bound.isSuccess()) {
            listening(bound.channel());
        } else {
            conductor.listenFailed(handle(), problem(address, bound.cause()).toString());
            var unused = workers.loops().schedule(() -> retryLater(), RETRY_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Looks at the files of certificates once a second until the virtual server stops. */
    void watchCertificates() {
        watch = workers.loops()
                .scheduleWithFixedDelay(() -> background.execute(this::reloadCertificates), 1, 1, TimeUnit.SECONDS);
    }

    /** A virtual server that must not forget what was in flight does not accept before that is known: the journal may start later. */
    private boolean awaitsJournal() {
        boolean awaits = !resumed && RecoveredRequests.isAwaited(server) && !server.hasJournal();
        if (awaits && journalWaits < JOURNAL_WAITS) {
            journalWaits++;
            var unused = workers.loops().schedule(() -> retryLater(), JOURNAL_WAIT_MILLIS, TimeUnit.MILLISECONDS);
            return true;
        }
        return false;
    }

    private void retryLater() {
        background.execute(this::start);
    }

    /** The port that is listened on, or -1. */
    public synchronized int port() {
        Channel channel = listener;
        return channel == null ? -1 : ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The virtual server as event loops see it. */
    VirtualServer virtualServer() {
        return server;
    }

    public VirtualServerHandle handle() {
        return server.handle();
    }

    /**
     * Gives the virtual server another configuration. The listener is kept unless its address changed; then the new one is bound
     * before anything else happens.
     *
     * @throws InvalidConfigurationException when a file cannot be used, the new address cannot be bound or the control plane refuses; the configuration in
     *     force goes on
     */
    public synchronized void reconfigure(VirtualServerSpec spec) throws InvalidConfigurationException {
        SetupPlan plan = SetupPlan.load(spec);
        ServerAddress before = handle().current().spec().listen();
        if (spec.listen().equals(before) && listener != null) {
            conductor.reconfigure(handle(), spec);
            plan(spec, plan);
            return;
        }
        ChannelFuture bound = bind(spec.listen());
        if (!bound.isSuccess()) {
            throw new InvalidConfigurationException(List.of(problem(spec.listen(), bound.cause())));
        }
        try {
            conductor.reconfigure(handle(), spec);
        } catch (InvalidConfigurationException refused) {
            bound.channel().close().syncUninterruptibly();
            throw refused;
        }
        plan(spec, plan);
        closeListener();
        listening(bound.channel());
    }

    /** Stops accepting, lets exchanges in flight end within the configured time, then closes what is left. */
    public void stop() {
        synchronized (this) {
            stopped = true;
            conductor.stopping(handle());
            server.drain();
            if (watch != null) {
                watch.cancel(false);
            }
            closeListener();
        }
        forEachConnection(Relayed::drain);
        Duration patience = handle().current().spec().timeouts().drain();
        awaitNoConnection(System.nanoTime() + patience.toNanos());
        forEachConnection(Relayed::stop);
        awaitNoConnection(System.nanoTime() + Duration.ofSeconds(2).toNanos());
        running.remove(server);
        conductor.close(handle());
    }

    private void plan(VirtualServerSpec spec, SetupPlan plan) {
        server.plan(plan);
        handle().splice(SpliceState.of(spec, plan, workers.transport()));
    }

    private ChannelFuture bind(ServerAddress address) {
        return new ServerBootstrap()
                .group(workers.loops())
                .channel(workers.transport().serverChannel())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.ALLOCATOR, Buffers.ALLOCATOR)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, workers.readSizes())
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new Acceptor(workers, loops.receptions(), server))
                .bind(new InetSocketAddress(address.host(), address.port()))
                .awaitUninterruptibly();
    }

    private void listening(Channel channel) {
        listener = channel;
        String host = handle().current().spec().listen().host();
        conductor.listening(handle(), new ServerAddress(host, port()));
    }

    private void closeListener() {
        if (listener != null) {
            listener.close().syncUninterruptibly();
            listener = null;
        }
    }

    private void forEachConnection(Consumer<Relayed> action) {
        workers.onEach(worker -> worker.deadlines().forEach(timed -> {
            if (timed instanceof Relayed connection && connection.virtualServer() == server) {
                action.accept(connection);
            }
        }));
    }

    private void awaitNoConnection(long untilNanos) {
        while (handle().connections().get() > 0 && System.nanoTime() < untilNanos) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private static ConfigurationProblem problem(ServerAddress address, Throwable cause) {
        return ConfigurationProblem.of(
                "listen", address.toString(), "an address this process may bind; " + reason(cause));
    }

    private static String reason(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        int colon = message.lastIndexOf(": ");
        return colon < 0 ? message : message.substring(colon + 2);
    }
}
