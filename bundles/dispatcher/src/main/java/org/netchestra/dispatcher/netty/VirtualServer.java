package org.netchestra.dispatcher.netty;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.ExchangeListener;
import org.netchestra.core.config.ConnectionSpec;
import org.netchestra.core.config.Limits;
import org.netchestra.core.config.RoutingSpec;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.HttpLimits;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.RouteTable;

/** A virtual server as event loops see it. Thread-safe. */
final class VirtualServer {

    private record RequestLimits(Limits configured, HttpLimits codec) {}

    private final VirtualServerHandle handle;
    private final ExchangeListener listener;
    private final ServerWatch watch;
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private volatile boolean draining;
    private volatile UpstreamSetup upstreamSetup;
    private volatile @Nullable RequestLimits requestLimits;
    private volatile @Nullable RouteTable routeTable;

    /**
     * @param listener hears the end of every exchange
     * @param watch hears which servers can be connected to
     */
    VirtualServer(VirtualServerHandle handle, ExchangeListener listener, ServerWatch watch) {
        this.handle = handle;
        this.listener = listener;
        this.watch = watch;
        upstreamSetup = UpstreamSetup.of(handle.current().spec().connection());
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    VirtualServerHandle handle() {
        return handle;
    }

    String name() {
        return handle.name();
    }

    /** What a new exchange goes by: one volatile read. */
    Snapshot snapshot() {
        return handle.current();
    }

    ExchangeListener listener() {
        return listener;
    }

    /** How connections to servers are made now. */
    UpstreamSetup upstreamSetup() {
        return upstreamSetup;
    }

    /** Another configuration is in force. */
    void configured(ConnectionSpec spec) {
        upstreamSetup = UpstreamSetup.of(spec);
    }

    /** The routes of the configuration that a snapshot carries; null when there are none and nothing to be sorry with. */
    @Nullable
    RouteTable routes(Snapshot snapshot) {
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
    void connectFailed(VirtualServerHandle pool, LiveServer server) {
        watch.connectFailed(pool.name(), server);
    }

    void connected(LiveServer server) {
        watch.connected(server);
    }

    /** What a request head may measure. */
    HttpLimits requestLimits() {
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
    boolean connected() {
        int limit = handle.current().spec().limits().connections();
        return handle.connections().incrementAndGet() <= limit || limit == 0;
    }

    void disconnected() {
        handle.connections().decrementAndGet();
    }

    void refused(Refusal refusal) {
        LongAdder counter = refusals.get(refusal);
        if (counter != null) {
            counter.increment();
        }
    }

    long refusals(Refusal refusal) {
        LongAdder counter = refusals.get(refusal);
        return counter == null ? 0 : counter.sum();
    }

    /** From here on no connection is kept open for another exchange. */
    void drain() {
        draining = true;
    }

    boolean isDraining() {
        return draining;
    }
}
