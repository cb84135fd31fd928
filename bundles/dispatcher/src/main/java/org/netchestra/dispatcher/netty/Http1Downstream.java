package org.netchestra.dispatcher.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.HeadParser;
import org.netchestra.dispatcher.LocalReply;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestSemantics;
import org.netchestra.dispatcher.Trailers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to a client that speaks HTTP/1.1: reads requests one after another, and lets their replies be written in order.
 * Confined to its event loop.
 */
final class Http1Downstream extends ChannelInboundHandlerAdapter implements DownstreamStream, BodyReader.Sink, Relayed {

    private static final Logger LOG = LoggerFactory.getLogger(Http1Downstream.class);

    private enum State {
        /** No byte of the next request has come. */
        IDLE,
        HEAD,
        BODY,
        /** The request is whole; its reply is not. */
        REPLY,
        TUNNEL,
        /** Closing: what comes in is thrown away, so that the client gets to read the last reply. */
        LINGER,
        CLOSED
    }

    private static final long LINGER_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long LINGER_AT_MOST_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Worker worker;
    private final VirtualServer virtualServer;
    private final ChannelHandlerContext context;
    private final ClientConnection connection;
    private final SocketChannel channel;
    private final ChannelOutput output;
    private final Http1Reply reply;
    private final BodyReader body = new BodyReader();
    private final ClientIdentity identity;
    private @Nullable Exchange exchange;
    private @Nullable ByteBuf readAhead;
    private State state = State.IDLE;
    private boolean bodyWanted = true;
    private boolean processing;
    private boolean closeAfterReply;
    private boolean inputEnded;
    private boolean flushed;
    private long bytesRead;
    private long deadlineNanos;
    private long lingerEndNanos;
    private int deadlineSlot = -1;

    /** Takes over a channel that is set up; its context is any of the channel's in the same place. */
    Http1Downstream(
            Worker worker, VirtualServer virtualServer, ChannelHandlerContext context, ClientConnection connection) {
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.context = context;
        this.connection = connection;
        channel = connection.channel();
        output = new ChannelOutput(context);
        reply = new Http1Reply(worker, output);
        identity = Clients.identify(connection, virtualServer.snapshot().spec().forwarding());
        becomeIdle();
        worker.deadlines().add(this);
    }

    // What comes in.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        bytesRead += in.readableBytes();
        if (readAhead != null) {
            readAhead = Unpooled.wrappedBuffer(readAhead, in);
            return;
        }
        try {
            process(in);
        } finally {
            in.release();
        }
    }

    private void process(ByteBuf in) {
        processing = true;
        while (in.isReadable() && state != State.REPLY) {
            switch (state) {
                case IDLE, HEAD -> readHead(in);
                case BODY -> readBody(in);
                case TUNNEL -> exchange().requestData(in.readRetainedSlice(in.readableBytes()));
                case LINGER -> discard(in);
                case REPLY, CLOSED -> in.skipBytes(in.readableBytes());
            }
        }
        processing = false;
        if (in.isReadable()) {
            readAhead = in.readRetainedSlice(in.readableBytes());
            updateReading();
        }
    }

    private void readHead(ByteBuf in) {
        if (state == State.IDLE && !startHead(in)) {
            return;
        }
        Exchange current = exchange();
        MessageHead head = current.requestHead();
        int end = HeadReader.readRequest(in, head, virtualServer.requestLimits());
        if (end == HeadParser.REFUSED) {
            Refusal refusal = head.refusal();
            current.refuse(refusal == null ? Refusal.LINE_END : refusal);
        } else if (end > 0) {
            headComplete(current, head);
        }
    }

    /** Begins an exchange at the first byte that is no empty line (RFC 9112 section 2.2). */
    private boolean startHead(ByteBuf in) {
        while (in.readableBytes() >= 2 && in.getShort(in.readerIndex()) == 0x0d0a) {
            in.skipBytes(2);
        }
        if (!in.isReadable()) {
            return false;
        }
        state = State.HEAD;
        Exchange next = worker.takeExchange();
        exchange = next;
        next.requestHead().clear();
        next.begin(virtualServer, this, bytesRead - in.readableBytes());
        return true;
    }

    private void headComplete(Exchange current, MessageHead head) {
        RequestSemantics semantics = current.request();
        Refusal refusal = semantics.read(head, identity.isTrusted());
        if (refusal != null) {
            current.refuse(refusal);
            return;
        }
        closeAfterReply = !semantics.isPersistent() || virtualServer.isDraining();
        if (!semantics.hasBody()) {
            state = State.REPLY;
            current.headComplete();
            if (exchange != null) {
                current.requestEnd(NO_TRAILER);
            }
            return;
        }
        state = State.BODY;
        if (semantics.isChunked()) {
            body.startChunked();
        } else {
            body.startLength(semantics.contentLength());
        }
        current.headComplete();
    }

    private void readBody(ByteBuf in) {
        BodyReader.Progress progress = body.read(in, this);
        Exchange current = exchange;
        if (current == null || progress == BodyReader.Progress.MORE) {
            return;
        }
        if (progress == BodyReader.Progress.MALFORMED) {
            current.requestMalformed(Refusal.CHUNK);
        } else if (!Trailers.areAllowed(body.trailer())) {
            current.requestMalformed(Refusal.TRAILER);
        } else {
            state = State.REPLY;
            current.requestEnd(body.trailer());
        }
    }

    @Override
    public void bodyData(ByteBuf data) {
        Exchange current = exchange;
        if (current == null) {
            data.release();
        } else {
            current.requestData(data);
        }
    }

    private void discard(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        deadlineNanos = Math.min(lingerEndNanos, worker.nowNanos() + LINGER_NANOS);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.flushUpstream();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (exchange != null && channel.isWritable()) {
            exchange.downstreamWritable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (Closing.isInputEnd(event) && !inputEnded) {
            inputEnded = true;
            afterInputEnd();
        }
    }

    /** Acts on the end of the client's direction, once everything that came before it is dealt with. */
    private void afterInputEnd() {
        switch (state) {
            case IDLE -> close();
            case HEAD, BODY, TUNNEL -> exchange().clientEnded();
            case LINGER -> {
                if (flushed) {
                    close();
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
        state = State.CLOSED;
        worker.deadlines().remove(this);
        output.release();
        releaseReadAhead();
        if (exchange != null) {
            exchange.clientLost();
        }
        virtualServer.disconnected();
    }

    // What the exchange wants.

    @Override
    public ClientIdentity identity() {
        return identity;
    }

    @Override
    public ClientConnection connection() {
        return connection;
    }

    @Override
    public void informational(MessageHead interim) {
        if (exchange().requestHead().minorVersion() >= 1) {
            reply.informational(interim);
        }
    }

    @Override
    public void replyHead(MessageHead head, ReplySemantics semantics) {
        Exchange current = exchange();
        boolean over = current.isRequestComplete() || semantics.isPersistent();
        boolean keep = over && current.isRequestOver() && !closeAfterReply && !virtualServer.isDraining() && !ending();
        closeAfterReply = !reply.head(head, semantics, current.requestHead().minorVersion(), keep);
    }

    /** Whether the client has ended its direction and no request of it is left. */
    private boolean ending() {
        return inputEnded && readAhead == null;
    }

    @Override
    public void replyData(ByteBuf data) {
        if (state == State.TUNNEL) {
            output.data(data);
        } else {
            reply.data(data);
        }
    }

    @Override
    public void replyEnd(MessageHead trailer) {
        reply.end(trailer);
    }

    @Override
    public void openTunnel(MessageHead head) {
        state = State.TUNNEL;
        closeAfterReply = true;
        reply.switchProtocols(head);
        ByteBuf early = readAhead;
        readAhead = null;
        updateReading();
        if (early != null) {
            exchange().requestData(early);
            exchange().flushUpstream();
        }
    }

    @Override
    public void endTunnel() {
        output.flush();
        Closing.output(channel);
    }

    @Override
    public void refuse(Refusal refusal) {
        closeAfterReply |= state != State.REPLY || ending();
        boolean head = state != State.HEAD && exchange().request().isHead();
        reply.refuse(refusal, !head, closeAfterReply);
    }

    @Override
    public void answer(LocalReply local) {
        closeAfterReply |= state != State.REPLY || ending() || virtualServer.isDraining();
        reply.answer(local, !exchange().request().isHead(), closeAfterReply);
    }

    @Override
    public void abort() {
        if (reply.isUntilClose()) {
            state = State.CLOSED;
            Closing.abruptly(channel);
        } else {
            close();
        }
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public long pendingBytes() {
        return channel.unsafe().outboundBuffer() == null
                ? 0
                : channel.unsafe().outboundBuffer().totalPendingWriteBytes();
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public long bytesWritten() {
        return output.total();
    }

    @Override
    public void setReading(boolean reading) {
        bodyWanted = reading;
        updateReading();
    }

    @Override
    public void exchangeEnded() {
        exchange = null;
        if (state == State.CLOSED) {
            return;
        }
        boolean requestLeft = state == State.HEAD || state == State.BODY;
        if (closeAfterReply || requestLeft) {
            linger(requestLeft || readAhead != null);
            return;
        }
        becomeIdle();
        if (!processing) {
            resume();
        }
    }

    // The life of the connection.

    private void becomeIdle() {
        state = State.IDLE;
        bodyWanted = true;
        deadlineNanos = worker.nowNanos()
                + virtualServer.snapshot().spec().timeouts().idle().toNanos();
    }

    /** Goes on with what came in during the last exchange. */
    private void resume() {
        ByteBuf next = readAhead;
        readAhead = null;
        if (next != null) {
            try {
                process(next);
            } finally {
                next.release();
            }
        }
        updateReading();
        if (exchange != null) {
            exchange.flushUpstream();
        }
        if (inputEnded && readAhead == null) {
            afterInputEnd();
        }
    }

    /** Reads on unless the body or the next request must wait. */
    private void updateReading() {
        boolean wanted = readAhead == null && (bodyWanted || state == State.REPLY || state == State.LINGER);
        if (channel.config().isAutoRead() != wanted) {
            channel.config().setAutoRead(wanted);
        }
    }

    /**
     * Closes behind what was written. While the client may still be sending, only this direction is closed and the rest is read and
     * thrown away: a reset would take the reply from it (RFC 9112 section 9.6).
     */
    private void linger(boolean clientSends) {
        state = State.LINGER;
        releaseReadAhead();
        updateReading();
        long now = worker.nowNanos();
        deadlineNanos = now + virtualServer.snapshot().spec().timeouts().data().toNanos();
        lingerEndNanos = now + LINGER_AT_MOST_NANOS;
        output.flush();
        Closing.afterFlush(channel, done -> {
            flushed = true;
            if (clientSends && !inputEnded && done.isSuccess()) {
                Closing.output(channel);
                deadlineNanos = worker.nowNanos() + LINGER_NANOS;
            } else {
                close();
            }
        });
    }

    /** Lets go of the client: at once when it is idle, behind the current reply when not. */
    @Override
    public void drain() {
        if (state == State.IDLE) {
            close();
        } else {
            closeAfterReply = true;
        }
    }

    @Override
    public void stop() {
        if (exchange != null) {
            exchange.stop();
        }
        close();
    }

    @Override
    public VirtualServer virtualServer() {
        return virtualServer;
    }

    private void close() {
        state = State.CLOSED;
        Closing.now(context);
    }

    private void releaseReadAhead() {
        if (readAhead != null) {
            readAhead.release();
            readAhead = null;
        }
    }

    private Exchange exchange() {
        Exchange current = exchange;
        if (current == null) {
            throw new IllegalStateException("exchange: none (expected: one in state " + state + ")");
        }
        return current;
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        Exchange current = exchange;
        return current == null ? deadlineNanos : current.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (exchange != null) {
            exchange.onDeadline(nowNanos);
        } else {
            close();
        }
    }

    @Override
    public int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}
