package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.ClientIdentity;
import org.netchestra.dispatcher.FieldLines;
import org.netchestra.dispatcher.HeadParser;
import org.netchestra.dispatcher.HeadWriter;
import org.netchestra.dispatcher.Http2RequestHead;
import org.netchestra.dispatcher.HttpLimits;
import org.netchestra.dispatcher.LocalReply;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.OwnReply;
import org.netchestra.dispatcher.Refusal;
import org.netchestra.dispatcher.ReplySemantics;
import org.netchestra.dispatcher.RequestSemantics;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.exchange.DownstreamStream;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.loop.Timed;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/**
 * One request on an HTTP/2 connection and its reply. What the client sends is taken back into its window only when somebody has taken
 * it; what it is sent waits for its window. Confined to its event loop.
 */
final class Http2Downstream implements DownstreamStream, Http2StreamEnd, Timed {

    private static final MessageHead NO_TRAILER = new MessageHead();
    private static final AsciiString CONTENT_LENGTH = AsciiString.cached("content-length");
    private static final int UNKNOWN = -1;

    private final Exchanges exchanges;
    private final Worker worker;
    private final VirtualServer virtualServer;
    private final Http2Handler handler;
    private final Http2StreamOutput output;
    private final Http2StreamWindow window;
    private final ClientConnection connection;
    private final ClientIdentity identity;
    private final MessageHead trailer = new MessageHead();
    private @Nullable Exchange exchange;
    private boolean requestEnded;
    private long bodyLeft = UNKNOWN;
    private long replyLeft = UNKNOWN;
    private long bytesRead;
    private int deadlineSlot = -1;
    private long untakenEndNanos;
    private long untaken;

    Http2Downstream(
            Exchanges exchanges,
            VirtualServer virtualServer,
            Http2Handler handler,
            Http2Stream stream,
            ClientConnection connection,
            ClientIdentity identity) {
        this.exchanges = exchanges;
        worker = exchanges.worker();
        this.virtualServer = virtualServer;
        this.handler = handler;
        output = new Http2StreamOutput(handler, stream.id());
        window = new Http2StreamWindow(handler, stream);
        this.connection = connection;
        this.identity = identity;
    }

    // What comes in.

    /** The header section of the request is whole. */
    void begin(Http2RequestHead head, boolean ended) {
        requestEnded = ended;
        Exchange next = exchanges.take();
        exchange = next;
        next.begin(virtualServer, this, 0);
        worker.deadlines().add(this);
        RequestSemantics semantics = next.request();
        Refusal refusal =
                head.read(next.requestHead(), semantics, virtualServer.requestLimits(), ended, identity.isTrusted());
        bytesRead += next.requestHead().length();
        if (refusal != null) {
            next.refuse(refusal);
            return;
        }
        bodyLeft = semantics.contentLength();
        next.headComplete();
        if (ended && exchange != null) {
            next.requestEnd(NO_TRAILER);
        }
    }

    /** Takes a piece of the body, which stays the caller's; how much of the window is free again. */
    int data(ByteBuf data, int padding, boolean ended) {
        int length = data.readableBytes();
        bytesRead += length;
        requestEnded |= ended;
        Exchange current = exchange;
        if (current == null) {
            return length + padding;
        }
        window.used(length + padding);
        if (bodyLeft != UNKNOWN) {
            bodyLeft -= length;
            if (bodyLeft < 0 || (ended && bodyLeft > 0)) {
                current.requestMalformed(Refusal.LENGTH);
                return 0;
            }
        }
        if (length > 0) {
            current.requestData(data.retain());
        }
        if (ended && exchange != null) {
            exchange.requestEnd(NO_TRAILER);
        }
        window.giveBack();
        return 0;
    }

    /** The trailer section ends the request. */
    void trailer(Http2RequestHead fields) {
        requestEnded = true;
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        if (bodyLeft > 0) {
            current.requestMalformed(Refusal.LENGTH);
        } else if (!fields.readTrailer(trailer, virtualServer.requestLimits())) {
            current.requestMalformed(Refusal.TRAILER);
        } else {
            current.requestEnd(trailer);
        }
    }

    @Override
    public void flushOtherSide() {
        if (exchange != null) {
            exchange.flushUpstream();
        }
    }

    @Override
    public void writabilityChanged() {
        if (exchange != null && isWritable()) {
            exchange.downstreamWritable();
        }
    }

    /** The stream is gone: both sides have ended it, or one has broken it off. */
    void closed() {
        boolean answered = output.isEnded();
        output.closed();
        requestEnded = true;
        worker.deadlines().remove(this);
        if (exchange != null && !answered) {
            exchange.clientLost();
        }
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
    public void informational(MessageHead reply) {
        output.headers(headers(reply, UNKNOWN), false);
        flush();
    }

    @Override
    public void replyHead(MessageHead reply, ReplySemantics semantics) {
        long length = reply.status() == 204 ? UNKNOWN : semantics.contentLength();
        boolean ended = semantics.isBodiless() || length == 0;
        replyLeft = ended ? UNKNOWN : length;
        output.headers(headers(reply, length), ended);
    }

    @Override
    public void replyData(ByteBuf data) {
        boolean last = false;
        if (replyLeft != UNKNOWN) {
            replyLeft -= data.readableBytes();
            last = replyLeft == 0;
        }
        output.data(data, last);
    }

    @Override
    public void replyEnd(MessageHead fields) {
        output.end(fields);
        flush();
    }

    @Override
    public void openTunnel(MessageHead reply) {
        throw new IllegalStateException("tunnel: on HTTP/2 (expected: none, as none can be asked for)");
    }

    @Override
    public void endTunnel() {
        throw new IllegalStateException("tunnel: on HTTP/2 (expected: none, as none can be asked for)");
    }

    @Override
    public void refuse(Refusal refusal) {
        HeadWriter writer = worker.writer();
        OwnReply.write(writer, refusal, true, false);
        own(writer);
    }

    @Override
    public void answer(LocalReply reply) {
        HeadWriter writer = worker.writer();
        reply.write(writer, true, false);
        own(writer);
    }

    /** Sends a reply of our own, which was written as HTTP/1.1 has it. */
    private void own(HeadWriter written) {
        MessageHead head = new MessageHead();
        head.fill(ByteBuffer.wrap(written.bytes(), 0, written.length()));
        int end = HeadParser.parseReply(head, HttpLimits.REPLY);
        boolean toHead = exchange != null && exchange.request().isHead();
        ReplySemantics semantics = new ReplySemantics();
        if (end <= 0 || semantics.read(head, toHead, false) != null) {
            throw new IllegalStateException("reply of our own: malformed");
        }
        replyHead(head, semantics);
        if (!output.isEnded()) {
            replyData(handler.context().alloc().buffer().writeBytes(head.bytes(), end, head.length() - end));
        }
        replyEnd(NO_TRAILER);
    }

    @Override
    public void abort() {
        output.reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public void flush() {
        output.flush();
    }

    @Override
    public boolean isWritable() {
        return output.isWritable();
    }

    @Override
    public long pendingBytes() {
        return output.pendingBytes();
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    @Override
    public long bytesWritten() {
        return output.writtenBytes();
    }

    @Override
    public void setReading(boolean wanted) {
        window.setOpen(wanted);
    }

    @Override
    public void exchangeEnded() {
        exchange = null;
        awaitTaking();
        window.setOpen(true);
        if (!requestEnded) {
            // RFC 9113 section 8.1: the reply is whole, the rest of the request is of no use.
            output.resetBehindData();
        }
    }

    /** What the client has not taken of a whole reply is held for it as long as it takes some. */
    private void awaitTaking() {
        untaken = output.pendingBytes();
        if (untaken == 0) {
            worker.deadlines().remove(this);
        } else {
            untakenEndNanos = worker.nowNanos()
                    + virtualServer.snapshot().spec().timeouts().data().toNanos();
        }
    }

    @Override
    public void stop() {
        if (exchange != null) {
            exchange.stop();
        }
    }

    // Frames.

    private static Http2FieldList headers(MessageHead reply, long length) {
        Http2FieldList headers = new Http2FieldList();
        headers.status(Integer.toString(reply.status()));
        FieldLines.forEach(reply, headers::field);
        if (length >= 0) {
            headers.add(CONTENT_LENGTH, Long.toString(length));
        }
        return headers;
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        Exchange current = exchange;
        return current == null ? untakenEndNanos : current.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (exchange != null) {
            exchange.onDeadline(nowNanos);
        } else if (output.pendingBytes() < untaken) {
            awaitTaking();
        } else {
            worker.deadlines().remove(this);
            output.reset(Http2Error.CANCEL);
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
