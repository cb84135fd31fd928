package org.netchestra.dispatcher.netty;

import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.route.RequestSender;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Conductor;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.core.os.ProcessorAffinity;
import org.netchestra.dispatcher.affinity.AffinityKey;
import org.netchestra.dispatcher.netty.loop.BackgroundThreads;
import org.netchestra.dispatcher.netty.loop.Endpoints;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.loop.Workers;
import org.netchestra.dispatcher.netty.route.ExchangeRoutes;
import org.netchestra.dispatcher.netty.route.RouteSender;
import org.netchestra.dispatcher.netty.setup.SetupPlan;
import org.netchestra.dispatcher.netty.setup.TlsProfile;
import org.netchestra.dispatcher.netty.virtualserver.Affinities;
import org.netchestra.dispatcher.netty.virtualserver.Journals;
import org.netchestra.dispatcher.netty.virtualserver.ServerWatch;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServers;

/**
 * The data plane: event loops that accept, pick, connect and relay for any number of virtual servers. Thread-safe.
 *
 * <p>It must be {@linkplain #close() closed}.
 */
public final class Dispatcher implements AutoCloseable {

    private final Conductor conductor;
    private final ExchangeListener listener;
    private final BackgroundThreads threads = new BackgroundThreads();
    private final ExecutorService background = Executors.newCachedThreadPool(threads);
    private final Endpoints endpoints = new Endpoints(background);
    private final EventLoops loops;
    private final Workers workers;
    private final ServerWatch watch;
    private final Journals.Source journal = new Journals.Source();
    private final AffinityKey affinityKey;
    private final ExchangeRoutes routes = new ExchangeRoutes();
    private final VirtualServers virtualServers = new VirtualServers();
    private volatile PipeSizer pipes = PipeSizer.NONE;

    /**
     * @param eventLoops threads that move data; 0 for one a processor
     * @param listener hears the end of every exchange, on the event loops
     * @param affinityKey makes the values of affinity cookies
     */
    public Dispatcher(
            Conductor conductor,
            ExchangeListener listener,
            int eventLoops,
            Transport transport,
            AffinityKey affinityKey) {
        this(conductor, listener, eventLoops, transport, affinityKey, "netchestra-loop");
    }

    /** @param name what the threads of event loops are called */
    public Dispatcher(
            Conductor conductor,
            ExchangeListener listener,
            int eventLoops,
            Transport transport,
            AffinityKey affinityKey,
            String name) {
        this.affinityKey = affinityKey;
        this.conductor = conductor;
        this.listener = listener;
        int count = eventLoops > 0 ? eventLoops : Runtime.getRuntime().availableProcessors();
        loops = EventLoops.start(name, count, transport, endpoints, () -> pipes, routes);
        workers = loops.workers();
        watch = new ServerWatch(workers.loops(), transport, endpoints, background, this::report);
    }

    private void report(String virtualServer, String server, OperationalState state, ChangeContext context) {
        conductor.setOperationalState(virtualServer, server, state, context);
    }

    /**
     * Starts a virtual server. When its address cannot be bound it exists all the same, and is tried again.
     *
     * @throws InvalidConfigurationException when a file cannot be used or the control plane refuses it
     */
    public RunningServer open(VirtualServerSpec spec) throws InvalidConfigurationException {
        SetupPlan plan = SetupPlan.load(spec);
        Affinities affinities = new Affinities(affinityKey);
        VirtualServer server = new VirtualServer(conductor.open(spec), plan, listener, watch, journal, affinities);
        RunningServer running = new RunningServer(conductor, loops, server, virtualServers, background);
        running.start();
        running.watchCertificates();
        return running;
    }

    /** Gives the data plane a journal for its next requests, or takes it away with null. */
    public void journal(@Nullable RequestJournal requests) {
        journal.set(requests);
    }

    /** The journal for the next requests. */
    public @Nullable RequestJournal journal() {
        return journal.current();
    }

    /** The routes of virtual servers with {@code path = camel}. */
    public ExchangeRoutes routes() {
        return routes;
    }

    /** The way from a route to the real servers. */
    public RequestSender sender() {
        return new RouteSender(loops.exchanges(), virtualServers, background);
    }

    /**
     * Keeps event loops to processors of their own, if there are as many processors as event loops.
     *
     * @return the processors; empty if event loops go where the kernel puts them
     */
    public List<Integer> keepApart(ProcessorAffinity affinity) {
        return workers.keepApart(affinity, threads);
    }

    /** Sizes the pipes that are made from now on. */
    public void pipes(PipeSizer sizer) {
        pipes = sizer;
    }

    /** What sizes them. */
    public PipeSizer pipes() {
        return pipes;
    }

    /** Pipes are left as they are from now on if this one sized them. */
    public void pipesGone(PipeSizer sizer) {
        if (sizer.equals(pipes)) {
            pipes = PipeSizer.NONE;
        }
    }

    /** Bytes that went from socket to socket within the kernel, since the start. */
    public long splicedBytes() {
        return workers.splicedBytes();
    }

    /** Pipes with bytes in them. */
    int pipesInUse() {
        return workers.pipesInUse();
    }

    public Transport transport() {
        return workers.transport();
    }

    /** What does the cryptography of TLS. */
    public static String tlsProvider() {
        return TlsProfile.provider();
    }

    public int eventLoops() {
        return workers.size();
    }

    /** Client connections since the start. */
    public long acceptedConnections() {
        return workers.acceptedConnections();
    }

    /** Ends the event loops, and with them every connection that is left. */
    @Override
    public void close() {
        workers.onEach(Worker::close);
        workers.stop();
        background.shutdownNow();
    }
}
