package org.netchestra.dispatcher.netty.virtualserver;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.core.config.Limits;
import org.netchestra.core.config.RateLimit;
import org.netchestra.core.config.RoutingSpec;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.limit.SourceConnections;
import org.netchestra.dispatcher.limit.SourceKey;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.setup.SetupPlan;
import org.netchestra.dispatcher.routing.RouteTable;

/** A virtual server as event loops see it. Thread-safe. */
public final class VirtualServer {

    private record RequestLimits(Limits configured, HttpLimits codec) {}

    private final VirtualServerHandle handle;
    private final ExchangeListener listener;
    private final ServerWatch watch;
    private final SourceConnections sources = new SourceConnections();
    private final Journals journals;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Affinities affinities;
    private volatile boolean draining;
    private volatile SetupPlan plan;
    private volatile @Nullable RequestLimits requestLimits;
    private volatile @Nullable RouteTable routeTable;
    private volatile @Nullable RequestRates rates;

    /**
     * @param plan what its connections are set up with
     * @param listener hears the end of every exchange
     * @param watch hears which servers can be connected to
     * @param journal keeps requests
     * @param affinities keep requests with their servers
     */
    public VirtualServer(
            VirtualServerHandle handle,
            SetupPlan plan,
            ExchangeListener listener,
            ServerWatch watch,
            Journals.Source journal,
            Affinities affinities) {
        this.affinities = affinities;
        this.handle = handle;
        this.listener = listener;
        this.watch = watch;
        this.plan = plan;
        journals = new Journals(journal);
    }

    /** The control plane's side of it. */
    public VirtualServerHandle handle() {
        return handle;
    }

    /** Its name in the configuration. */
    public String name() {
        return handle.name();
    }

    /** What a new exchange goes by: one volatile read. */
    public Snapshot snapshot() {
        return handle.current();
    }

    /** What keeps the requests of this virtual server or of a pool of it, or null. */
    public @Nullable ExchangeJournal journal(VirtualServerHandle pool, Snapshot snapshot) {
        return journals.under(pool.name(), snapshot.spec().failSafe().rules());
    }

    /** Whether there is a journal. */
    public boolean hasJournal() {
        return journals.isThere();
    }

    /** Requests that wait for a server to come up. */
    public AtomicInteger waiting() {
        return waiting;
    }

    /** Hears the end of every exchange. */
    public ExchangeListener listener() {
        return listener;
    }

    /** The address that clients connect to, as configured. */
    public InetSocketAddress localAddress() {
        ServerAddress listen = handle.current().spec().listen();
        return new InetSocketAddress(listen.host(), listen.port());
    }

    /** What connections are set up with now. */
    public SetupPlan plan() {
        return plan;
    }

    /** Connections are set up otherwise from now on; those that stand are left alone. */
    public void plan(SetupPlan next) {
        plan = next;
        affinities.retain(handle);
    }

    /** The routes of the configuration that a snapshot carries; null when there are none and nothing to be sorry with. */
    public @Nullable RouteTable routes(Snapshot snapshot) {
        RoutingSpec spec = snapshot.spec().routing();
        if (spec.routes().isEmpty() && spec.sorry() == null) {
            return null;
        }
        RouteTable known = routeTable;
        if (known == null || !known.isOf(spec)) {
            known = new RouteTable(spec);
            routeTable = known;
        }
        return known;
    }

    /**
     * @param pool the virtual server, or its named pool, that the server belongs to
     */
    public void connectFailed(VirtualServerHandle pool, LiveServer server) {
        watch.connectFailed(
                pool.name(),
                server,
                () -> plan.upstream(pool.current().spec().serverHttp().protocol()));
    }

    /** A server was connected to. */
    public void connected(LiveServer server) {
        watch.connected(server);
    }

    /** What a request head may measure. */
    public HttpLimits requestLimits() {
        Limits limits = handle.current().spec().limits();
        RequestLimits known = requestLimits;
        if (known == null || !known.configured().equals(limits)) {
            known = new RequestLimits(
                    limits, new HttpLimits(limits.headBytes(), limits.headers(), limits.targetBytes()));
            requestLimits = known;
        }
        return known.codec();
    }

    /** Counts a client connection; false when there are too many. */
    public boolean connected() {
        int limit = handle.current().spec().limits().connections();
        if (handle.connections().incrementAndGet() <= limit || limit == 0) {
            return true;
        }
        refused("connections");
        return false;
    }

    /** A client connection has closed that {@link #connected()} had counted. */
    public void disconnected() {
        handle.connections().decrementAndGet();
    }

    /** Counts a connection that is set up for its source, until it closes; false when that source has too many. */
    public boolean connectedFrom(ClientConnection connection) {
        VirtualServerSpec spec = handle.current().spec();
        int limit = spec.sourceLimits().connections();
        // A trusted proxy speaks for many.
        if (limit == 0
                || spec.forwarding().trusted().contains(connection.client().getAddress())) {
            return true;
        }
        long source = SourceKey.of(connection.client().getAddress());
        if (!sources.opened(source, limit)) {
            refused("connections-per-source");
            return false;
        }
        connection.channel().closeFuture().addListener(closed -> sources.closed(source));
        return true;
    }

    /** The limit of requests by source; null when there is none. */
    public @Nullable RequestRates rates(Snapshot snapshot) {
        RateLimit limit = snapshot.spec().sourceLimits().rate();
        if (limit == null) {
            return null;
        }
        RequestRates known = rates;
        if (known == null || !known.limit().equals(limit)) {
            known = new RequestRates(limit);
            rates = known;
        }
        return known;
    }

    /** What keeps requests of its pools with their servers. */
    public Affinities affinities() {
        return affinities;
    }

    /** Counts something that was not passed on. */
    public void refused(String reason) {
        handle.refusals().count(reason);
    }

    /** From here on no connection is kept open for another exchange. */
    public void drain() {
        draining = true;
    }

    /** Whether every connection ends with the exchange it has. */
    public boolean isDraining() {
        return draining;
    }
}
