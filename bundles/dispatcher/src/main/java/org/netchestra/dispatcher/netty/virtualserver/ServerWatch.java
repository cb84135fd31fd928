package org.netchestra.dispatcher.netty.virtualserver;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Endpoints;
import org.netchestra.dispatcher.netty.loop.Transport;
import org.netchestra.dispatcher.netty.setup.UpstreamSetup;

/**
 * Passive health: a server that cannot be connected to several times in a row is reported down, and probed until it can be
 * connected to again. Thread-safe.
 */
public final class ServerWatch {

    /** Reports what was found out about a server. */
    public interface Report {
        void operational(String virtualServer, String server, OperationalState state, ChangeContext context);
    }

    private static final int FAILURES_TO_DOWN = 3;
    private static final long PROBE_MILLIS = 1000;
    private static final int PROBE_TIMEOUT_MILLIS = 1000;

    private record Probe(String virtualServer, LiveServer server, Supplier<UpstreamSetup> setup) {}

    /** Ends a probe's connection; it reads nothing. */
    private static final class Closer extends ChannelInboundHandlerAdapter {

        private @Nullable ChannelHandlerContext context;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            context = ctx;
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Whoever connects hears of it.
            Closing.now(ctx);
        }

        void close() {
            if (context != null) {
                Closing.now(context.channel());
            }
        }
    }

    private record Suspect(AtomicInteger failures) {}

    private final EventLoopGroup loops;
    private final Transport transport;
    private final Endpoints endpoints;
    private final Executor reports;
    private final Report report;
    private final ConcurrentHashMap<LiveServer, Suspect> suspects = new ConcurrentHashMap<>();

    /**
     * @param reports runs reports, which may block
     */
    public ServerWatch(
            EventLoopGroup loops, Transport transport, Endpoints endpoints, Executor reports, Report report) {
        this.loops = loops;
        this.transport = transport;
        this.endpoints = endpoints;
        this.reports = reports;
        this.report = report;
    }

    /** A connection was made. Cheap when nothing was wrong. */
    void connected(LiveServer server) {
        if (!suspects.isEmpty()) {
            suspects.computeIfPresent(
                    server, (key, suspect) -> suspect.failures().get() < FAILURES_TO_DOWN ? null : suspect);
        }
    }

    /**
     * A connection could not be made, or its handshake failed.
     *
     * @param setup how connections to the server are set up at the time they are made
     */
    void connectFailed(String virtualServer, LiveServer server, Supplier<UpstreamSetup> setup) {
        Suspect suspect = suspects.computeIfAbsent(server, key -> new Suspect(new AtomicInteger()));
        if (suspect.failures().incrementAndGet() == FAILURES_TO_DOWN) {
            report(virtualServer, server, OperationalState.DOWN, FAILURES_TO_DOWN + " connections in a row failed");
            probeLater(new Probe(virtualServer, server, setup));
        }
    }

    private void probeLater(Probe probe) {
        var unused = loops.next().schedule(() -> send(probe), PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void send(Probe probe) {
        LiveServer server = probe.server();
        endpoints.resolve(server.address(), System.nanoTime()).whenComplete((address, unknown) -> {
            if (unknown != null) {
                probeLater(probe);
            } else {
                connect(probe, address);
            }
        });
    }

    /** With everything that traffic has to get through: a header of the PROXY protocol, in our own name, and the handshake. */
    private void connect(Probe probe, InetSocketAddress address) {
        Closer closer = new Closer();
        Bootstrap bootstrap = new Bootstrap().group(loops.next()).channel(transport.socketChannel());
        InetSocketAddress self = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        probe.setup()
                .get()
                .connect(
                        bootstrap,
                        address,
                        PROBE_TIMEOUT_MILLIS,
                        closer,
                        ClientConnection.ofRoute(self, self),
                        failure -> {
                            closer.close();
                            probed(probe, failure == null);
                        });
    }

    private void probed(Probe probe, boolean connected) {
        if (!connected) {
            probeLater(probe);
            return;
        }
        suspects.remove(probe.server());
        report(probe.virtualServer(), probe.server(), OperationalState.UP, "it accepts connections again");
    }

    private void report(String virtualServer, LiveServer server, OperationalState state, String reason) {
        reports.execute(() -> {
            try {
                ChangeContext context = new ChangeContext("dispatcher", "traffic", reason);
                report.operational(virtualServer, server.name(), state, context);
            } catch (UnknownNameException removed) {
                // The server left the configuration meanwhile: nobody wants to know any more.
                suspects.remove(server);
            }
        });
    }
}
