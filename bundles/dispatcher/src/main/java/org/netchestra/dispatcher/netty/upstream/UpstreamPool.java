package org.netchestra.dispatcher.netty.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ServerProtocol;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.setup.UpstreamSetup;

/** One event loop's connections to one server, in the protocol that the configuration in force says. Confined to its event loop. */
public final class UpstreamPool {

    private final Worker worker;
    private final LiveServer server;
    private final UpstreamConnections http1;
    private final UpstreamConnections http2;
    private long idleNanos = Duration.ofSeconds(30).toNanos();
    private int maxIdle = 256;
    private int maxStreams = 100;
    private UpstreamSetup setup = UpstreamSetup.PLAIN;

    /**
     * @param http1 makes the connections in HTTP/1.1
     * @param http2 makes those in HTTP/2
     */
    UpstreamPool(
            Worker worker, LiveServer server, UpstreamConnections.Factory http1, UpstreamConnections.Factory http2) {
        this.worker = worker;
        this.server = server;
        this.http1 = http1.make(worker, this);
        this.http2 = http2.make(worker, this);
    }

    /** Where its connections go. */
    public LiveServer server() {
        return server;
    }

    /** What its connections are set up with now. */
    public UpstreamSetup setup() {
        return setup;
    }

    /** How long a connection without an exchange is kept. */
    public long idleNanos() {
        return idleNanos;
    }

    /** How many of them are. */
    public int maxIdle() {
        return maxIdle;
    }

    /** Exchanges that one connection may carry at a time, if it can carry several. */
    public int maxStreams() {
        return maxStreams;
    }

    /** Takes what the configuration in force says. Connections that were set up otherwise serve no further exchange. */
    public void configure(VirtualServerSpec spec, UpstreamSetup wanted) {
        idleNanos = spec.timeouts().upstreamIdle().toNanos();
        maxIdle = spec.limits().upstreamIdle();
        maxStreams = spec.serverHttp().maxStreams();
        if (!wanted.equals(setup)) {
            setup = wanted;
            closeAll();
        }
    }

    private UpstreamConnections connections() {
        return setup.protocol() == ServerProtocol.H2 ? http2 : http1;
    }

    /** As {@link UpstreamConnections#take}. */
    public @Nullable UpstreamStream take(boolean replayable, ClientConnection client, long nowNanos) {
        return connections().take(replayable, client, nowNanos);
    }

    /** As {@link UpstreamConnections#connect}. */
    public UpstreamStream connect(ReplyReceiver receiver, ClientConnection client, int timeoutMillis) {
        return connections().connect(receiver, client, timeoutMillis);
    }

    /** Makes a connection; {@code done} hears, on the event loop, null when it is set up, or why not. */
    public void dial(
            UpstreamSetup as,
            ChannelHandler handler,
            ClientConnection client,
            int timeoutMillis,
            Consumer<@Nullable Throwable> done) {
        worker.endpoints().resolve(server.address(), worker.nowNanos()).whenComplete((address, unknown) -> {
            Runnable next = () -> {
                if (unknown != null) {
                    done.accept(unknown);
                } else {
                    Bootstrap bootstrap = worker.connector().clone();
                    as.connect(bootstrap, address, timeoutMillis, handler, client, done);
                }
            };
            if (unknown == null && worker.loop().inEventLoop()) {
                next.run();
            } else {
                worker.loop().execute(next);
            }
        });
    }

    /** Closes what was not used for too long; whether no connection, idle or not, is left. */
    boolean sweep(long nowNanos) {
        boolean none = http1.sweep(nowNanos);
        return http2.sweep(nowNanos) && none;
    }

    /** Closes all that are idle. */
    void closeAll() {
        http1.closeAll();
        http2.closeAll();
    }
}
