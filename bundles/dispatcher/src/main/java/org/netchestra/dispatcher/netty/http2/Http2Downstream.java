package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.ByteBuffer;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.http2head.Http2RequestHead;
import org.netchestra.dispatcher.message.FieldLines;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.connection.ClientConnection;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.exchange.OneExchangeStream;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.reply.OwnReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * One request on an HTTP/2 connection and its reply. What the client sends is taken back into its window only when somebody has taken
 * it; what it is sent waits for its window. Confined to its event loop.
 */
final class Http2Downstream extends OneExchangeStream implements Http2StreamEnd {

    private static final MessageHead NO_TRAILER = new MessageHead();

    private final Exchanges exchanges;
    private final VirtualServer virtualServer;
    private final Http2Handler handler;
    private final Http2StreamOutput output;
    private final Http2StreamWindow window;
    private final Http2SizedBody replyBody = new Http2SizedBody();
    private boolean begun;
    private boolean requestEnded;
    private boolean sized;
    private long bodyLeft;
    private long untakenEndNanos;
    private long untaken;

    Http2Downstream(Http2Handler handler, Http2Stream stream) {
        super(handler.worker());
        this.handler = handler;
        exchanges = handler.exchanges();
        virtualServer = handler.virtualServer();
        output = stream.output();
        window = stream.window();
    }

    // What comes in.

    @Override
    public void section(boolean ended) {
        if (!begun) {
            begun = true;
            begin(handler.section(), ended);
        } else if (ended) {
            trailer(handler.section());
        } else {
            // RFC 9113 section 8.1: a request has one header section, and its trailers end it.
            output.breakOff(Http2Error.PROTOCOL_ERROR);
        }
    }

    private void begin(Http2RequestHead head, boolean ended) {
        requestEnded = ended;
        Exchange next = begin(exchanges, virtualServer);
        RequestSemantics semantics = next.request();
        boolean trusted = identity().isTrusted();
        Refusal refusal = head.read(next.requestHead(), semantics, virtualServer.requestLimits(), ended, trusted);
        countRead(next.requestHead().length());
        if (refusal != null) {
            next.refuse(refusal);
            return;
        }
        bodyLeft = semantics.contentLength();
        sized = bodyLeft >= 0;
        next.headComplete();
        if (ended && exchange() != null) {
            next.requestEnd(NO_TRAILER);
        }
    }

    @Override
    public void data(ByteBuf data, boolean ended) {
        int length = data.readableBytes();
        countRead(length);
        requestEnded |= ended;
        bodyLeft -= length;
        Exchange current = exchange();
        boolean otherLength = sized && (bodyLeft < 0 || (ended && bodyLeft > 0));
        if (current == null || otherLength || length == 0) {
            data.release();
        } else {
            current.requestData(data);
        }
        if (current == null) {
            return;
        }
        if (otherLength) {
            current.requestMalformed(Refusal.LENGTH);
        } else if (ended && exchange() != null) {
            current.requestEnd(NO_TRAILER);
        }
    }

    private void trailer(Http2RequestHead fields) {
        requestEnded = true;
        Exchange current = exchange();
        if (current == null) {
            return;
        }
        MessageHead trailer = new MessageHead();
        if (sized && bodyLeft > 0) {
            current.requestMalformed(Refusal.LENGTH);
        } else if (!fields.readTrailer(trailer, virtualServer.requestLimits())) {
            current.requestMalformed(Refusal.TRAILER);
        } else {
            current.requestEnd(trailer);
        }
    }

    @Override
    public void flushOtherSide() {
        flushUpstream();
    }

    @Override
    public void writable() {
        replyWanted();
    }

    @Override
    public void resetByPeer(long error) {
        // It is closed next.
    }

    @Override
    public void broken() {
        // It is closed next: a client that breaks the protocol is as good as gone.
    }

    @Override
    public void closed(boolean untaken) {
        boolean answered = output.isEnded();
        replyBody.release();
        requestEnded = true;
        if (!answered) {
            clientLost();
        }
        // Behind a whole reply the exchange still waits for its server's end, and not for ever.
        if (exchange() == null) {
            worker.deadlines().remove(this);
        }
    }

    // What the exchange wants.

    @Override
    public ClientIdentity identity() {
        return handler.identity();
    }

    @Override
    public ClientConnection connection() {
        return handler.connection();
    }

    @Override
    public void informational(MessageHead reply) {
        output.headers(fields -> write(reply, Http2SizedBody.UNKNOWN, fields), false);
        flush();
    }

    @Override
    public void replyHead(MessageHead reply, ReplySemantics semantics) {
        long length = reply.status() == 204 ? Http2SizedBody.UNKNOWN : semantics.contentLength();
        boolean ended = semantics.isBodiless() || length == 0;
        replyBody.begin(ended ? Http2SizedBody.UNKNOWN : length);
        output.headers(fields -> write(reply, length, fields), ended);
    }

    @Override
    public void replyData(ByteBuf data) {
        replyBody.data(output, data);
    }

    @Override
    public void replyEnd(MessageHead fields) {
        replyBody.passLast(output, FieldLines.isEmpty(fields));
        output.end(fields);
        flush();
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
        Exchange current = exchange();
        boolean toHead = current != null && current.request().isHead();
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
        replyBody.passLast(output, false);
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
    public long bytesWritten() {
        return output.writtenBytes();
    }

    @Override
    public void setReading(boolean wanted) {
        window.setOpen(wanted);
    }

    @Override
    protected void afterExchange() {
        awaitTaking();
        window.setOpen(true);
        if (!requestEnded) {
            // RFC 9113 section 8.1: the reply is whole, the rest of the request is of no use.
            output.resetBehindData();
        }
    }

    /** What the client has not taken of a whole reply is held for it as long as it takes some. */
    private void awaitTaking() {
        untaken = output.heldBytes();
        if (untaken == 0) {
            worker.deadlines().remove(this);
        } else {
            untakenEndNanos = worker.nowNanos()
                    + virtualServer.snapshot().spec().timeouts().data().toNanos();
        }
    }

    // Frames.

    private static void write(MessageHead reply, long length, HpackWriter fields) {
        fields.status(reply.status());
        FieldLines.forEachLine(reply, fields::line);
        if (length >= 0) {
            fields.contentLength(length);
        }
    }

    // Timed.

    @Override
    public long deadlineNanos() {
        return exchange() == null ? untakenEndNanos : super.deadlineNanos();
    }

    @Override
    public void onDeadline(long nowNanos) {
        if (exchange() != null) {
            super.onDeadline(nowNanos);
        } else if (output.heldBytes() < untaken) {
            awaitTaking();
        } else {
            worker.deadlines().remove(this);
            output.reset(Http2Error.CANCEL);
        }
    }
}
