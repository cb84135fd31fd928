package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Trailers;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.SplicedBody;
import org.netchestra.dispatcher.netty.upstream.ReplyReceiver;
import org.netchestra.dispatcher.semantics.ReplySemantics;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * Reads the replies of a server that speaks HTTP/1.1, one exchange after another, and knows who waits for the current one. Confined
 * to its event loop.
 */
final class Http1ReplyReader implements BodyReader.Sink, BodySplice.Reader {

    private enum State {
        /** Carries no exchange; whatever comes in is not asked for. */
        IDLE,
        HEAD,
        BODY,
        TUNNEL,
        CLOSED
    }

    /** More interim replies than any server has to say. */
    private static final int MAX_INFORMATIONAL = 64;

    private final Http1Upstream connection;
    private final BodyReader body = new BodyReader();
    private final BodySplice splice = new BodySplice(body, this);
    private @Nullable ReplyReceiver receiver;
    private State state = State.IDLE;
    private boolean reusable;
    private boolean started;
    private int informational;
    private boolean continued;

    Http1ReplyReader(Http1Upstream connection) {
        this.connection = connection;
    }

    /** Who waits for the connection or a reply on it. */
    @Nullable
    ReplyReceiver owner() {
        return receiver;
    }

    void owner(ReplyReceiver waiting) {
        receiver = waiting;
    }

    /** Lets go of who waits, which is told. */
    @Nullable
    ReplyReceiver part() {
        splice.end();
        ReplyReceiver waiting = receiver;
        receiver = null;
        return waiting;
    }

    /** A request is sent: its reply is next. */
    void begin(ReplyReceiver owner) {
        receiver = owner;
        state = State.HEAD;
        reusable = true;
        started = false;
        informational = 0;
        continued = false;
    }

    /** Nothing more is read. */
    void close() {
        splice.end();
        state = State.CLOSED;
    }

    boolean isTunnel() {
        return state == State.TUNNEL;
    }

    /** Whether any byte of the reply has come. */
    boolean isStarted() {
        return started;
    }

    /** Whether the reply is whole, and another request may follow it. */
    boolean isReusable() {
        return state == State.IDLE && reusable;
    }

    /** Input of so many bytes was taken: lets what follows of a large body pass unread. */
    void spliceOn(int bytes, SocketChannel server) {
        if (state == State.BODY && receiver != null) {
            splice.read(bytes, server);
        }
    }

    @Override
    public @Nullable Splice way(SocketChannel server, SplicedBody passing) {
        return receiver == null ? null : receiver.spliceReply(server, passing);
    }

    @Override
    public void passed(int bytes) {
        // The client's side counts replies.
    }

    /** Nothing more has come for now. */
    void turnOver() {
        splice.turnOver();
    }

    /** Takes input; false when it is not asked for. */
    boolean read(ByteBuf in) {
        while (in.isReadable() && receiver != null && step(in, receiver)) {
            // Each turn takes one head or a piece of a body.
        }
        boolean unasked = in.isReadable() && receiver == null && state != State.CLOSED;
        reusable &= !unasked;
        return !unasked;
    }

    /** Takes one step; false when no more can be done with the input. */
    private boolean step(ByteBuf in, ReplyReceiver owner) {
        switch (state) {
            case HEAD -> readHead(in, owner);
            case BODY -> readBody(in, owner);
            case TUNNEL -> owner.replyData(in.readRetainedSlice(in.readableBytes()));
            case IDLE, CLOSED -> {
                return false;
            }
        }
        return true;
    }

    private void readHead(ByteBuf in, ReplyReceiver owner) {
        if (!started) {
            started = true;
            owner.replyStarted();
        }
        MessageHead reply = owner.reply();
        int end = HeadReader.readReply(in, reply, HttpLimits.REPLY);
        if (end == HeadParser.REFUSED) {
            malformed(owner);
        } else if (end > 0) {
            headComplete(in, owner, reply);
        }
    }

    private void headComplete(ByteBuf in, ReplyReceiver owner, MessageHead reply) {
        ReplySemantics semantics = owner.replySemantics();
        if (semantics.read(reply, owner.request().isHead(), owner.request().isUpgrade()) != null) {
            malformed(owner);
        } else if (reply.status() == 101) {
            openTunnel(owner);
        } else if (reply.status() < 200) {
            interim(owner, reply);
        } else if (!semantics.isBodiless() && semantics.isChunked() && !body.maySound(in)) {
            // Nothing of the reply has gone out: the client can still be told, or another server asked.
            malformed(owner);
        } else {
            startReply(in, owner, semantics);
        }
    }

    private void interim(ReplyReceiver owner, MessageHead reply) {
        if (++informational > MAX_INFORMATIONAL) {
            malformed(owner);
        } else {
            continued |= reply.status() == 100;
            owner.informational();
            reply.clear();
        }
    }

    private void openTunnel(ReplyReceiver owner) {
        state = State.TUNNEL;
        connection.openTunnel();
        owner.tunnelOpened();
    }

    private void startReply(ByteBuf in, ReplyReceiver owner, ReplySemantics semantics) {
        reusable = semantics.isPersistent() && hasTakenBody(owner.request());
        boolean ended = semantics.isBodiless() || semantics.contentLength() == 0;
        if (ended) {
            state = State.IDLE;
        } else {
            state = State.BODY;
            startBody(semantics);
        }
        owner.replyHead();
        if (ended && receiver == owner) {
            replyEnd(in, owner);
        }
    }

    /** Whether nothing says that the server takes the body for its next request: some do that were asked first, and did not ask for it. */
    private boolean hasTakenBody(RequestSemantics request) {
        return continued || !request.expectsContinue() || !request.hasBody();
    }

    private void startBody(ReplySemantics semantics) {
        if (semantics.isChunked()) {
            body.startChunked();
        } else if (semantics.contentLength() >= 0) {
            body.startLength(semantics.contentLength());
        } else {
            body.startUntilClose();
        }
    }

    private void readBody(ByteBuf in, ReplyReceiver owner) {
        switch (body.read(in, this)) {
            case MORE -> {}
            case ENDED -> {
                if (receiver == owner) {
                    replyEnd(in, owner);
                }
            }
            case MALFORMED -> malformed(owner);
        }
    }

    /** Bytes behind the reply answer no request: such a connection is not used again. */
    private void replyEnd(ByteBuf in, ReplyReceiver owner) {
        state = State.IDLE;
        splice.end();
        reusable &= !in.isReadable();
        Trailers.dropForbidden(body.trailer());
        owner.replyEnd(body.trailer());
    }

    @Override
    public void bodyData(ByteBuf data) {
        ReplyReceiver owner = receiver;
        if (owner == null) {
            data.release();
        } else {
            owner.replyData(data);
        }
    }

    private void malformed(ReplyReceiver owner) {
        // Whoever waited may be somebody else's by the time the connection is gone.
        var unused = part();
        connection.close();
        owner.replyMalformed();
    }

    /**
     * The connection is gone.
     *
     * @param ended whether the server has ended it in due form
     */
    void connectionLost(boolean ended) {
        ReplyReceiver owner = part();
        State last = state;
        state = State.CLOSED;
        if (owner == null) {
            return;
        }
        if (last == State.BODY && body.isUntilClose() && ended) {
            owner.replyEnd(body.trailer());
        } else {
            owner.upstreamLost();
        }
    }
}
