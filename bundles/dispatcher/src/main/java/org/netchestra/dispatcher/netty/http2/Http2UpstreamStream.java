package org.netchestra.dispatcher.netty.http2;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.http2head.Http2ReplyHead;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.netty.upstream.UpstreamStream;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/** One exchange on an HTTP/2 connection to a server: its place there, its reply, and how it ends. Confined to its event loop. */
final class Http2UpstreamStream implements UpstreamStream, Http2StreamEnd {

    private static final HttpLimits TRAILER_LIMITS = new HttpLimits(8 * 1024, 64, 16);
    private static final MessageHead NO_TRAILER = new MessageHead();

    /** More interim replies than any server has to say. */
    private static final int MAX_INFORMATIONAL = 64;

    private enum Phase {
        /** No final head has come. */
        HEAD,
        BODY,
        /** The reply is whole, or nobody waits for it any more. */
        OVER
    }

    private final Http2RequestSender sender = new Http2RequestSender(this);
    private @Nullable Http2Upstream connection;
    private @Nullable ReplyReceiver receiver;
    private @Nullable Http2StreamWindow window;
    private Phase phase = Phase.HEAD;
    private boolean reused;
    private boolean reading = true;
    private boolean started;
    private boolean left;
    private boolean refused;
    private boolean replySized;
    private long replyLeft;
    private int informational;

    // The connection.

    void belongTo(Http2Upstream owner) {
        connection = owner;
    }

    void awaitConnect(ReplyReceiver waiting) {
        receiver = waiting;
    }

    /** Who has waited for the connection, and does so no more; null when nobody does. */
    @Nullable
    ReplyReceiver connectedReceiver() {
        ReplyReceiver waiting = receiver;
        receiver = null;
        return waiting;
    }

    private Http2Upstream connection() {
        return requireNonNull(connection, "connection");
    }

    /** The exchange's place on the connection is free again; once. */
    private void leave() {
        if (!left) {
            left = true;
            connection().ended();
        }
    }

    // The request.

    @Override
    public void requestHead(
            ReplyReceiver owner, MessageHead request, RequestSemantics semantics, ClientIdentity client) {
        receiver = owner;
        reused = connection().finished() > 0;
        sender.begin(connection(), request, semantics, client);
    }

    /** The stream is opened. */
    void opened(Http2StreamWindow opening) {
        opening.setOpen(reading);
        window = opening;
    }

    @Override
    public void requestData(ByteBuf data) {
        sender.data(data);
    }

    @Override
    public boolean mayBeDisowned() {
        return true;
    }

    @Override
    public void requestEnd(MessageHead trailer) {
        sender.end(trailer);
    }

    @Override
    public void flush() {
        sender.flush();
    }

    @Override
    public void endTunnel() {
        throw new IllegalStateException("tunnel: on HTTP/2 (expected: none, as none is asked for)");
    }

    @Override
    public boolean isReused() {
        return reused;
    }

    @Override
    public boolean isReplyStarted() {
        return started;
    }

    @Override
    public boolean isWritable() {
        return sender.isWritable();
    }

    @Override
    public void writable() {
        if (receiver != null) {
            receiver.upstreamWritable();
        }
    }

    // The reply.

    @Override
    public void setReading(boolean wanted) {
        reading = wanted;
        if (window != null) {
            window.setOpen(wanted);
        }
    }

    @Override
    public void section(boolean ended) {
        Http2ReplyHead section = connection().link().section();
        ReplyReceiver owner = receiver;
        if (owner == null) {
            return;
        }
        if (phase == Phase.BODY) {
            trailer(section, ended);
            return;
        }
        if (!started) {
            started = true;
            owner.replyStarted();
        }
        ReplySemantics semantics = owner.replySemantics();
        boolean sound = section.read(owner.reply(), semantics, owner.request().isHead(), ended);
        if (!sound) {
            malformed();
        } else if (section.status() < 200) {
            interim(owner);
        } else {
            phase = Phase.BODY;
            replySized = semantics.isBodiless() || !semantics.isChunked();
            replyLeft = semantics.isBodiless() ? 0 : semantics.contentLength();
            owner.replyHead();
            if (ended) {
                replyEnd(NO_TRAILER);
            }
        }
    }

    private void interim(ReplyReceiver owner) {
        if (++informational > MAX_INFORMATIONAL) {
            malformed();
        } else {
            owner.informational();
            owner.reply().clear();
        }
    }

    private void trailer(Http2ReplyHead section, boolean ended) {
        MessageHead fields = new MessageHead();
        if (!ended || (replySized && replyLeft > 0) || !section.readTrailer(fields, TRAILER_LIMITS)) {
            malformed();
        } else {
            replyEnd(fields);
        }
    }

    @Override
    public void data(ByteBuf data, boolean ended) {
        int length = data.readableBytes();
        ReplyReceiver owner = receiver;
        replyLeft -= length;
        boolean otherLength = replySized && (replyLeft < 0 || (ended && replyLeft > 0));
        boolean sound = phase == Phase.BODY && !otherLength;
        if (owner == null || !sound || length == 0) {
            data.release();
        } else {
            owner.replyData(data);
        }
        if (!sound) {
            malformed();
        } else if (ended) {
            replyEnd(NO_TRAILER);
        }
    }

    private void replyEnd(MessageHead trailer) {
        ReplyReceiver owner = receiver;
        phase = Phase.OVER;
        if (owner != null) {
            owner.replyEnd(trailer);
        }
    }

    @Override
    public void flushOtherSide() {
        if (receiver != null) {
            receiver.flushDownstream();
        }
    }

    // The end.

    @Override
    public void release() {
        receiver = null;
        phase = Phase.OVER;
        if (window != null) {
            window.setOpen(true);
        }
    }

    @Override
    public void abort() {
        receiver = null;
        phase = Phase.OVER;
        if (!sender.reset(Http2Error.CANCEL) && !connection().waitsNoMore(this)) {
            leave();
        }
    }

    @Override
    public void resetByPeer(long error) {
        refused = error == Http2Error.REFUSED_STREAM.code();
    }

    @Override
    public void broken() {
        malformed();
    }

    /** What the server sends is no reply. */
    private void malformed() {
        ReplyReceiver owner = receiver;
        if (owner == null || phase == Phase.OVER) {
            return;
        }
        receiver = null;
        phase = Phase.OVER;
        var unused = sender.reset(Http2Error.PROTOCOL_ERROR);
        owner.replyMalformed();
    }

    /** The server did not look at the request. */
    void unprocessed(boolean leaving) {
        ReplyReceiver owner = receiver;
        receiver = null;
        sender.drop();
        leave();
        if (owner != null) {
            owner.unprocessed(leaving);
        }
    }

    @Override
    public void closed(boolean untaken) {
        sender.closed();
        ReplyReceiver owner = receiver;
        if (owner == null || phase == Phase.OVER) {
            leave();
        } else if (!started && (untaken || refused)) {
            phase = Phase.OVER;
            unprocessed(untaken);
        } else {
            receiver = null;
            phase = Phase.OVER;
            leave();
            owner.upstreamLost();
        }
    }

    @Override
    public void stop() {
        connection().link().drop();
    }
}
