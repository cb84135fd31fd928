package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.message.Trailers;
import org.netchestra.dispatcher.netty.exchange.DownstreamStream;
import org.netchestra.dispatcher.netty.exchange.Exchange;
import org.netchestra.dispatcher.netty.exchange.Exchanges;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * Reads the requests of an HTTP/1.1 connection, one after another, and gives each to an exchange of its own. Confined to its event
 * loop.
 */
final class Http1RequestReader implements BodyReader.Sink, BodySplice.Reader {

    private static final MessageHead NO_TRAILER = new MessageHead();

    /** About what an exchange takes beside its head. */
    private static final int OF_AN_EXCHANGE = 4096;

    private final Exchanges exchanges;
    private final VirtualServer virtualServer;
    private final DownstreamStream stream;
    private final Http1Input input;
    private final BodyReader body = new BodyReader();
    private final BodySplice splice = new BodySplice(body, this);
    private Http1State state = Http1State.IDLE;
    private @Nullable Exchange current;
    private boolean last;
    private int unfinished;

    /**
     * @param stream where replies go
     * @param input counts what comes
     */
    Http1RequestReader(Exchanges exchanges, VirtualServer virtualServer, DownstreamStream stream, Http1Input input) {
        this.exchanges = exchanges;
        this.virtualServer = virtualServer;
        this.stream = stream;
        this.input = input;
    }

    Http1State state() {
        return state;
    }

    /** What follows is read otherwise, or not at all. */
    void become(Http1State next) {
        splice.end();
        state = next;
    }

    /** The exchange of the request that is read or answered, or null. */
    @Nullable
    Exchange current() {
        return current;
    }

    /** The exchange in a state that has one. */
    Exchange exchange() {
        Exchange exchange = current;
        if (exchange == null) {
            throw new IllegalStateException("exchange: none (expected: one in state " + state + ")");
        }
        return exchange;
    }

    /** The exchange is over. */
    void exchangeEnded() {
        letGo();
        current = null;
    }

    /** What was read in this turn goes out to the server. */
    void flushUpstream() {
        if (current != null) {
            current.flushUpstream();
        }
    }

    /** Input of so many bytes was taken: lets what follows of a large body pass unread. */
    void spliceOn(int bytes, SocketChannel client) {
        if (state == Http1State.BODY && current != null) {
            splice.read(bytes, client);
        }
    }

    /** Nothing more has come for now. */
    void turnOver() {
        splice.turnOver();
    }

    @Override
    public @Nullable Splice way(SocketChannel client, SplicedBody passing) {
        return current == null ? null : current.spliceRequest(client, passing);
    }

    @Override
    public void passed(int bytes) {
        input.passed(bytes);
        if (current != null) {
            current.requestPassed(bytes);
        }
    }

    /** Whether the connection ends with the reply to this request. */
    boolean isLast() {
        return last;
    }

    void setLast(boolean last) {
        this.last = last;
    }

    /** Whether more of the request may still come. */
    boolean isRequestLeft() {
        return state == Http1State.HEAD || state == Http1State.BODY;
    }

    /** Reads on, in the states before a reply is awaited: some of the bytes, or all. */
    void read(ByteBuf in) {
        if (state == Http1State.BODY) {
            readBody(in);
        } else {
            readHead(in);
        }
    }

    private void readHead(ByteBuf in) {
        if (state == Http1State.IDLE && !startHead(in)) {
            return;
        }
        Exchange exchange = exchange();
        MessageHead head = exchange.requestHead();
        int end = HeadReader.readRequest(in, head, virtualServer.requestLimits());
        if (end == HeadParser.REFUSED) {
            Refusal refusal = head.refusal();
            exchange.refuse(refusal == null ? Refusal.LINE_END : refusal);
        } else if (end > 0) {
            letGo();
            headComplete(exchange, head);
        } else if (!isHeld(head)) {
            exchange.refuse(Refusal.UNFINISHED_HEADS);
        }
    }

    /** Whether there is memory for a head that waits for the rest of itself: clients by the thousands may leave it at that. */
    private boolean isHeld(MessageHead head) {
        int more = OF_AN_EXCHANGE + head.bytes().length - unfinished;
        if (more > 0 && !exchanges.worker().headMemory().take(more)) {
            return false;
        }
        unfinished += Math.max(more, 0);
        return true;
    }

    private void letGo() {
        if (unfinished > 0) {
            exchanges.worker().headMemory().give(unfinished);
            unfinished = 0;
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
        state = Http1State.HEAD;
        Exchange next = exchanges.take();
        current = next;
        next.requestHead().clear();
        next.begin(virtualServer, stream, stream.bytesRead() - in.readableBytes());
        return true;
    }

    private void headComplete(Exchange exchange, MessageHead head) {
        RequestSemantics semantics = exchange.request();
        ClientIdentity client = stream.identity();
        Refusal refusal = semantics.read(head, client.isTrusted());
        if (refusal != null) {
            exchange.refuse(refusal);
            return;
        }
        last = !semantics.isPersistent() || virtualServer.isDraining();
        if (!semantics.hasBody()) {
            state = Http1State.REPLY;
            exchange.headComplete();
            if (current != null) {
                exchange.requestEnd(NO_TRAILER);
            }
            return;
        }
        state = Http1State.BODY;
        if (semantics.isChunked()) {
            body.startChunked();
        } else {
            body.startLength(semantics.contentLength());
        }
        exchange.headComplete();
    }

    private void readBody(ByteBuf in) {
        BodyReader.Progress progress = body.read(in, this);
        Exchange exchange = current;
        if (exchange == null || progress == BodyReader.Progress.MORE) {
            return;
        }
        if (progress == BodyReader.Progress.MALFORMED) {
            exchange.requestMalformed(Refusal.CHUNK);
        } else if (!Trailers.areAllowed(body.trailer())) {
            exchange.requestMalformed(Refusal.TRAILER);
        } else {
            become(Http1State.REPLY);
            exchange.requestEnd(body.trailer());
        }
    }

    @Override
    public void bodyData(ByteBuf data) {
        Exchange exchange = current;
        if (exchange == null) {
            data.release();
        } else {
            exchange.requestData(data);
        }
    }
}
