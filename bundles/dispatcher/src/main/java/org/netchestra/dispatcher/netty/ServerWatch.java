package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.core.pool.LiveServer;

/**
 * Passive health: a server that cannot be connected to several times in a row is reported down, and probed until it can be
 * connected to again. Thread-safe.
 */
final class ServerWatch {

    /** Reports what was found out about a server. */
    interface Report {
        void operational(String virtualServer, String server, OperationalState state, ChangeContext context);
    }

    private static final int FAILURES_TO_DOWN = 3;
    private static final long PROBE_MILLIS = 1000;
    private static final int PROBE_TIMEOUT_MILLIS = 1000;

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
    ServerWatch(EventLoopGroup loops, Transport transport, Endpoints endpoints, Executor reports, Report report) {
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

    /** A connection could not be made. */
    void connectFailed(String virtualServer, LiveServer server) {
        Suspect suspect = suspects.computeIfAbsent(server, key -> new Suspect(new AtomicInteger()));
        if (suspect.failures().incrementAndGet() == FAILURES_TO_DOWN) {
            report(virtualServer, server, OperationalState.DOWN, FAILURES_TO_DOWN + " connections in a row failed");
            probeLater(virtualServer, server);
        }
    }

    private void probeLater(String virtualServer, LiveServer server) {
        var unused = loops.next().schedule(() -> probe(virtualServer, server), PROBE_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void probe(String virtualServer, LiveServer server) {
        endpoints.resolve(server.address(), System.nanoTime()).whenComplete((address, unknown) -> {
            if (unknown != null) {
                probeLater(virtualServer, server);
                return;
            }
            new Bootstrap()
                    .group(loops.next())
                    .channel(transport.socketChannel())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, PROBE_TIMEOUT_MILLIS)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address)
                    .addListener((io.netty.channel.ChannelFutureListener) future -> {
                        Closing.now(future.channel());
                        probed(virtualServer, server, future.isSuccess());
                    });
        });
    }

    private void probed(String virtualServer, LiveServer server, boolean connected) {
        if (!connected) {
            probeLater(virtualServer, server);
            return;
        }
        suspects.remove(server);
        report(virtualServer, server, OperationalState.UP, "it accepts connections again");
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
