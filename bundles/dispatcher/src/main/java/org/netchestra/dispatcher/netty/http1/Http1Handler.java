package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.virtualserver.ClientHandler;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a client that speaks HTTP/1.1, from its first byte to its end. What comes in goes to the {@link Http1RequestReader},
 * one request after another; replies go out through the connection's {@link Http1Downstream}. Confined to its event loop.
 */
public final class Http1Handler extends ClientHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Handler.class);

    /** What is counted when there is no memory for what a client sends ahead. */
    private static final String AHEAD = "sent-ahead";

    private final ChannelHandlerContext context;
    private final ClientConnection connection;
    private final SocketChannel channel;
    private final ChannelOutput output;
    private final Http1RequestReader requests;
    private final Http1Input input;
    private @Nullable LingeringClose lingering;
    private boolean processing;
    private long idleEndNanos;
    private long untaken;

    /** Takes over a channel that is set up; its context is any of the channel's in the same place. */
    public Http1Handler(
            Exchanges exchanges,
            VirtualServer virtualServer,
            ChannelHandlerContext context,
            ClientConnection connection) {
        super(exchanges.worker(), virtualServer);
        this.context = context;
        this.connection = connection;
        channel = connection.channel();
        input = new Http1Input(channel, worker.aheadMemory());
        output = new ChannelOutput(worker, context);
        requests = new Http1Downstream(this, exchanges, connection, input, output).requests();
        becomeIdle();
        worker.deadlines().add(this);
    }

    // What comes in.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        int bytes = input.count(in);
        if (!input.isEmpty()) {
            keep(in);
            return;
        }
        try {
            process(in);
        } finally {
            in.release();
        }
        requests.spliceOn(bytes, channel);
    }

    private void process(ByteBuf in) {
        processing = true;
        while (in.isReadable() && isNextWanted()) {
            switch (requests.state()) {
                case IDLE, HEAD, BODY -> requests.read(in);
                case TUNNEL -> requests.exchange().requestData(in.readRetainedSlice(in.readableBytes()));
                case LINGER -> discard(in);
                case REPLY, CLOSED -> in.skipBytes(in.readableBytes());
            }
        }
        processing = false;
        if (in.isReadable()) {
            keep(in.retain());
            input.readAsWanted(requests.state());
        }
    }

    /** Who sends requests and takes no replies gets no more of them: each would be held here. */
    private boolean isNextWanted() {
        return switch (requests.state()) {
            case IDLE -> output.isWritable();
            case REPLY -> false;
            case HEAD, BODY, TUNNEL, LINGER, CLOSED -> true;
        };
    }

    /** Takes over what came before its time. What there is no memory for is never answered: the connection ends behind the reply. */
    private void keep(ByteBuf early) {
        boolean known = input.hasMore() && input.isEmpty();
        if (input.add(early) || known) {
            return;
        }
        virtualServer.refused(AHEAD);
        requests.setLast(true);
        if (requests.state() == Http1State.IDLE) {
            linger(true);
        } else if (requests.exchange().request().isUpgrade()) {
            // A tunnel would begin in the middle of what the client sent.
            close();
        }
    }

    private void discard(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        if (lingering != null) {
            lingering.discarded();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        requests.flushUpstream();
        requests.turnOver();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        writable();
    }

    /** The client takes more again, unless something still waits for it. */
    void writable() {
        Exchange exchange = requests.current();
        if (!output.isWritable()) {
            return;
        }
        if (exchange != null) {
            exchange.downstreamWritable();
        } else if (requests.state() == Http1State.IDLE && !processing && !input.isEmpty()) {
            resume();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (Closing.isInputEnd(event) && input.end()) {
            afterInputEnd();
        }
    }

    /** Acts on the end of the client's direction, once everything that came before it is dealt with. */
    private void afterInputEnd() {
        switch (requests.state()) {
            case IDLE -> {
                if (input.isOver()) {
                    closeIdle();
                }
            }
            case HEAD, BODY, TUNNEL -> requests.exchange().clientEnded();
            case LINGER -> {
                if (lingering != null) {
                    lingering.inputEnded();
                }
            }
            case REPLY, CLOSED -> {}
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!Closing.isByPeer(cause)) {
            LOG.warn("virtual server {}: connection of {} failed", virtualServer.name(), connection.client(), cause);
        }
        Closing.now(channel);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        requests.become(Http1State.CLOSED);
        worker.deadlines().remove(this);
        output.release();
        input.release();
        Exchange exchange = requests.current();
        if (exchange != null) {
            exchange.clientLost();
        }
        virtualServer.disconnected();
    }

    // The life of the connection.

    /** The exchange is over: the connection waits for the next request, goes on with it, or ends. */
    void exchangeEnded() {
        if (requests.state() == Http1State.CLOSED) {
            return;
        }
        boolean requestLeft = requests.isRequestLeft();
        if (requests.isLast() || requestLeft) {
            linger(requestLeft || input.hasMore());
            return;
        }
        becomeIdle();
        if (!processing) {
            resume();
        }
    }

    private void becomeIdle() {
        requests.become(Http1State.IDLE);
        input.want(true);
        awaitRequest();
    }

    private void awaitRequest() {
        untaken = output.untakenBytes();
        idleEndNanos = worker.nowNanos()
                + virtualServer.snapshot().spec().timeouts().idle().toNanos();
    }

    /** Goes on with what came in during the last exchange. */
    private void resume() {
        ByteBuf next = input.take();
        if (next != null) {
            try {
                process(next);
            } finally {
                next.release();
            }
        }
        input.readAsWanted(requests.state());
        requests.flushUpstream();
        if (input.isOver()) {
            afterInputEnd();
        }
    }

    /** Closes behind what was written. */
    private void linger(boolean clientSends) {
        requests.become(Http1State.LINGER);
        input.release();
        input.readAsWanted(requests.state());
        long timeout = virtualServer.snapshot().spec().timeouts().data().toNanos();
        LingeringClose end = new LingeringClose(worker, channel, timeout, this::close);
        lingering = end;
        output.flush();
        end.begin(clientSends && !input.hasEnded());
    }

    /** Lets go of the client: at once when it is idle, behind the current reply when not. */
    @Override
    public void drain() {
        if (requests.state() == Http1State.IDLE) {
            closeIdle();
        } else {
            requests.setLast(true);
        }
    }

    @Override
    public void stop() {
        Exchange exchange = requests.current();
        if (exchange != null) {
            exchange.stop();
        }
        close();
    }

    /** Closes behind the last reply, which may be sent at the end of this turn only, and taken later still. */
    private void closeIdle() {
        // What this flush makes room for must not begin.
        requests.become(Http1State.LINGER);
        output.flush();
        if (output.pendingBytes() > 0) {
            linger(true);
        } else {
            close();
        }
    }

    /** Closes at once. */
    void close() {
        requests.become(Http1State.CLOSED);
        Closing.now(context);
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        Exchange exchange = requests.current();
        if (exchange != null) {
            return exchange.deadlineNanos();
        }
        return lingering == null ? idleEndNanos : lingering.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        Exchange exchange = requests.current();
        if (exchange != null) {
            exchange.onDeadline(nowNanos);
        } else if (lingering == null && output.pendingBytes() < untaken) {
            // It still takes the last reply.
            awaitRequest();
        } else {
            close();
        }
    }
}
