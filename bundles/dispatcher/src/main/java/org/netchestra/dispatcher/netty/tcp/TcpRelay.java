package org.netchestra.dispatcher.netty.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.core.config.Timeouts;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.control.VirtualServerHandle;
import org.netchestra.core.pool.TrafficCounters;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.connection.ReadAhead;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.Splicing;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.virtualserver.ClientHandler;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.routing.ServerNameRoutes;

/**
 * A client connection of a virtual server with {@code protocol = tcp}, relayed to one server: bytes go both ways as they come, each
 * direction ends on its own, and neither side can outrun the other. Confined to its event loop.
 */
public final class TcpRelay extends ClientHandler {

    private final SocketChannel channel;
    private final TcpOutput output;
    private final VirtualServerHandle pool;
    private final Snapshot snapshot;
    private final Attempt attempt = new Attempt();
    private final TcpAssignment assignment;
    private final TcpLog log;
    private @Nullable TcpUpstream upstream;
    private @Nullable Splice toServer;
    private @Nullable Splice toClient;
    private final ReadAhead early = new ReadAhead();
    private boolean clientEnded;
    private boolean ended;
    private int endedDirections;
    private long deadlineNanos;

    /** Takes over a channel that has just become active and does not read yet. */
    public TcpRelay(Worker worker, VirtualServer virtualServer, ClientConnection connection) {
        super(worker, virtualServer);
        channel = connection.channel();
        output = new TcpOutput(worker, channel);
        pool = pool(virtualServer, connection);
        snapshot = pool.current();
        assignment = new TcpAssignment(this, worker, virtualServer, pool, snapshot, connection, attempt);
        log = new TcpLog(virtualServer.name(), pool.name(), connection.client(), attempt);
        log.begin(worker, worker.nowNanos());
        virtualServer.handle().traffic().began();
        if (pool != virtualServer.handle()) {
            pool.traffic().began();
        }
        progressed();
        worker.deadlines().add(this);
    }

    private static VirtualServerHandle pool(VirtualServer virtualServer, ClientConnection connection) {
        Snapshot whole = virtualServer.snapshot();
        int index = ServerNameRoutes.pool(whole.spec(), connection.serverName());
        return index == ServerNameRoutes.DEFAULT_POOL
                ? virtualServer.handle()
                : whole.pools().get(index);
    }

    /** Picks a server and connects to it. */
    public void start() {
        channel.config().setAutoRead(false);
        assignment.next();
    }

    /** There is no server for it. */
    void unserved(Termination how) {
        end(how);
    }

    boolean isEnded() {
        return ended;
    }

    /** A server has taken it. */
    void connected(TcpUpstream made) {
        upstream = made;
        spliceTo(made.socket());
        made.setReading(true);
        passEarly(made);
        if (!clientEnded) {
            channel.config().setAutoRead(true);
        }
    }

    private void spliceTo(SocketChannel server) {
        Splicing splicing = worker.splicing();
        if (splicing != null && snapshot.spec().connection().splice()) {
            toServer = splicing.between(channel, server, new FromClient());
            toClient = splicing.between(server, channel, new FromServer());
        }
    }

    /** Passes on what came before there was a server: epoll reads once more when the client has ended its direction. */
    private void passEarly(TcpUpstream to) {
        ByteBuf data = early.take();
        if (data != null) {
            to.write(data);
            to.flushSoon();
        }
        if (clientEnded) {
            to.endOutput();
            directionEnded();
        }
    }

    // From the client.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf data = (ByteBuf) message;
        TcpUpstream to = upstream;
        takenFromClient(data.readableBytes());
        if (toServer != null) {
            toServer.copied(data.readableBytes());
        }
        if (ended) {
            data.release();
        } else if (to == null) {
            early.add(data);
        } else if (!to.write(data)) {
            channel.config().setAutoRead(false);
        }
    }

    private void takenFromClient(int bytes) {
        log.fromClient(bytes);
        progressed();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (upstream != null) {
            upstream.flushSoon();
        }
        if (toServer != null) {
            toServer.turnOver();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        clientWritable();
    }

    private void clientWritable() {
        if (upstream != null && channel.isWritable() && (toClient == null || toClient.isDrained())) {
            progressed();
            upstream.setReading(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (Closing.isInputEnd(event) && !clientEnded) {
            clientEnded = true;
            if (upstream != null) {
                upstream.endOutput();
                directionEnded();
            }
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset or a failed write: the connection is over for both sides.
        end(Termination.CLIENT_ABORT_REPLY);
        Closing.now(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        end(Termination.COMPLETE);
        virtualServer.disconnected();
    }

    // From the server.

    /** Takes over data; whether more is welcome. */
    boolean fromServer(ByteBuf data) {
        if (toClient != null) {
            toClient.copied(data.readableBytes());
        }
        takenFromServer(data.readableBytes());
        return output.write(data);
    }

    private void takenFromServer(int bytes) {
        if (attempt.firstByteNanos() < 0) {
            attempt.firstByte(worker.nowNanos());
        }
        log.toClient(bytes);
        progressed();
    }

    void serverFlushes() {
        output.flushSoon();
        if (toClient != null) {
            toClient.turnOver();
        }
    }

    void serverWritable() {
        progressed();
        if (!clientEnded && upstream != null && upstream.isWritable() && (toServer == null || toServer.isDrained())) {
            channel.config().setAutoRead(true);
        }
    }

    void serverEndedOutput() {
        Closing.output(channel);
        directionEnded();
    }

    /** The server's connection is gone; what it sent before is still delivered. */
    void serverLost(boolean failed) {
        upstream = null;
        end(failed ? Termination.SERVER_ABORT_REPLY : Termination.COMPLETE);
    }

    // The end.

    private void directionEnded() {
        endedDirections++;
        progressed();
        if (endedDirections == 2) {
            end(Termination.COMPLETE);
        }
    }

    private void end(Termination how) {
        if (ended) {
            return;
        }
        ended = true;
        early.release();
        if (toServer != null) {
            toServer.end();
        }
        if (toClient != null) {
            toClient.end();
        }
        worker.deadlines().remove(this);
        boolean failed = how.serverFailure() || how == Termination.NO_SERVER;
        long now = worker.nowNanos();
        attempt.end(0, failed, now);
        log.end(how, now);
        count(virtualServer.handle().traffic(), failed);
        if (pool != virtualServer.handle()) {
            count(pool.traffic(), failed);
        }
        virtualServer.listener().onEnd(log);
        if (upstream != null) {
            closeBehind(upstream.socket(), toServer);
            upstream = null;
        }
        closeBehind(channel, toClient);
    }

    private void closeBehind(SocketChannel side, @Nullable Splice splice) {
        long patience = snapshot.spec().timeouts().data().toNanos();
        new LastBytes(worker, virtualServer, side, splice, patience).await();
    }

    private void count(TrafficCounters traffic, boolean failed) {
        traffic.transferred(log.bytesFromClient(), log.bytesToClient());
        traffic.ended(0, failed, -1);
    }

    private void progressed() {
        Timeouts timeouts = snapshot.spec().timeouts();
        deadlineNanos = worker.nowNanos() + (endedDirections == 0 ? timeouts.tunnel() : timeouts.data()).toNanos();
    }

    /** A relay has no exchange to wait for: it goes on until the deadline of the drain. */
    @Override
    public void drain() {}

    @Override
    public void stop() {
        stop(Termination.STOPPED);
    }

    private void stop(Termination how) {
        end(how);
        Closing.now(channel);
    }

    private final class FromClient implements Splice.Listener {

        @Override
        public void taken(int bytes) {
            takenFromClient(bytes);
        }

        @Override
        public void sent() {
            progressed();
        }

        @Override
        public void drained() {
            serverWritable();
        }
    }

    private final class FromServer implements Splice.Listener {

        @Override
        public void taken(int bytes) {
            takenFromServer(bytes);
        }

        @Override
        public void sent() {
            progressed();
        }

        @Override
        public void drained() {
            clientWritable();
        }
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        stop(Termination.CLIENT_TIMEOUT_DATA);
    }
}
