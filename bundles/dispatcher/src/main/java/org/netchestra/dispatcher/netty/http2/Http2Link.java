package org.netchestra.dispatcher.netty.http2;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.http2head.Http2Section;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.TimedHandler;
import org.netchestra.dispatcher.netty.loop.Worker;

/**
 * A connection in HTTP/2 (RFC 9113), to a client or to a server: the life of the connection and of its streams. Frames are read by
 * {@link Http2FrameReader} and understood by {@link Http2Input}; {@link Http2Output} and {@link Http2FrameWriter} write them. What is
 * written in one turn of the event loop goes out at its end, together. Closing the channel says good-bye and waits for the streams that
 * are open; closing from here on ({@link #drop}) does not. Confined to its event loop.
 */
abstract class Http2Link extends TimedHandler {

    private final Worker worker;
    private final Http2Plan plan;
    private final Http2Streams streams;
    private final Http2PeerSettings peersSettings;
    private final Http2Farewell farewell;
    private final Http2ReceiveWindow window;
    private final Http2FrameReader reader;
    private final Http2Answers answers;
    private final List<Http2StreamEnd> touched = new ArrayList<>();
    private final Runnable flushNow = this::flushNow;
    private @Nullable ChannelHandlerContext context;
    private @Nullable Http2Output output;
    private boolean begun;
    private boolean flushing;
    private boolean unflushed;
    private boolean someoneWaits;

    /** @param section where the fields of header sections go, one after another */
    Http2Link(Worker worker, Http2Plan plan, Http2Section section) {
        this.worker = worker;
        this.plan = plan;
        streams = new Http2Streams(plan.server());
        peersSettings = new Http2PeerSettings(plan.server());
        farewell = new Http2Farewell(this, streams, plan.closeMillis());
        answers = new Http2Answers(this, streams, plan.server());
        window = new Http2ReceiveWindow(Http2Plan.INITIAL_WINDOW + plan.wider());
        Http2FieldSink fields = new Http2FieldSink(section, plan.listSize());
        Http2Input input = new Http2Input(this, streams, fields, plan.server(), plan.streams());
        reader = new Http2FrameReader(input, plan.server(), plan.blockSize(), worker.headMemory());
    }

    // What the two sides do in their own ways.

    /** Says who stands at a stream that the peer has opened. */
    abstract void accept(Http2Stream stream);

    /** A stream has begun or ended. */
    void streamsChanged() {}

    /** The peer's settings have come. */
    void settingsRead() {}

    /** The peer takes no further stream. */
    void peerLeaving() {}

    /** The connection ends with an error of this side or the peer. */
    void failing(Http2Exception why) {}

    // Parts.

    ChannelHandlerContext context() {
        return requireNonNull(context, "channel");
    }

    Worker worker() {
        return worker;
    }

    Http2Streams streams() {
        return streams;
    }

    Http2Answers answers() {
        return answers;
    }

    Http2PeerSettings peersSettings() {
        return peersSettings;
    }

    Http2Output output() {
        return requireNonNull(output, "channel");
    }

    int streamWindow() {
        return plan.streamWindow();
    }

    /** Where frames go that are flushed with what else this turn has. */
    Http2FrameWriter writer() {
        unflushed = true;
        return output().writer();
    }

    // The beginning.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        output = new Http2Output(ctx, new Http2FrameWriter(ctx));
        if (ctx.channel().isActive()) {
            begin();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        begin();
        ctx.fireChannelActive();
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        plan.begin(writer());
        flushSoon();
    }

    // What comes in.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            reader.read(ctx.alloc(), (ByteBuf) message);
        } catch (Http2Exception broken) {
            fail(broken);
        } catch (RuntimeException fault) {
            fault(fault);
        }
    }

    private void fault(RuntimeException fault) {
        fail(Http2Exception.connectionError(Http2Error.INTERNAL_ERROR, fault, "fault of this side"));
        context().fireExceptionCaught(fault);
    }

    /** This one has something new for its other side. */
    void touch(Http2StreamEnd end) {
        if (touched.isEmpty() || touched.get(touched.size() - 1) != end) {
            touched.add(end);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        for (Http2StreamEnd end : touched) {
            end.flushOtherSide();
        }
        touched.clear();
        if (unflushed) {
            flushSoon();
        }
        ctx.fireChannelReadComplete();
    }

    /** So much data has come; false when that is more than the window of the connection. */
    boolean use(int octets) {
        return window.use(octets);
    }

    /** So much data was taken. */
    void giveBack(int octets) {
        tellWindow(0, window.giveBack(octets));
    }

    /** Tells the peer that it may send so much more on a stream, or on all (0). */
    void tellWindow(int stream, int more) {
        if (more > 0 && !farewell.isOver()) {
            writer().windowUpdate(stream, more);
            flushSoon();
        }
    }

    /** The peer's settings are whole. */
    void applySettings() throws Http2Exception {
        int wider = peersSettings.streamWindow() - output().streamWindow();
        output().setStreamWindow(peersSettings.streamWindow());
        if (wider != 0) {
            for (Http2Stream stream : streams.list()) {
                if (!stream.output().widen(wider)) {
                    throw Http2Exception.connectionError(Http2Error.FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
                }
            }
            roomChanged();
        }
        answers.settings();
        settingsRead();
    }

    /** Asks the peer whether it lives. */
    void ping(long data) {
        writer().ping(data, false);
        flushSoon();
    }

    /** The peer takes no further stream, and perhaps not all that are open. */
    void peerLeaves() {
        peerLeaving();
        for (Http2Stream stream : streams.list()) {
            if (!plan.server() && !streams.isTakenByPeer(stream.number())) {
                close(stream, true);
            }
        }
    }

    // Streams.

    /** Opens the next stream of this side. */
    Http2Stream open(Http2StreamEnd end) {
        Http2Stream stream = new Http2Stream(this, streams.next());
        stream.belongTo(end);
        streams.add(stream);
        return stream;
    }

    /** What the peer sent breaks a stream. */
    void breakOff(Http2Stream stream, Http2Error error) {
        stream.end().broken();
        reset(stream, error);
    }

    /** Breaks a stream off in both directions. */
    void reset(Http2Stream stream, Http2Error error) {
        if (!stream.isClosed() && !farewell.isOver() && answers.reset(stream.number(), error)) {
            close(stream, false);
        }
        // What was written before may be on no way yet.
        flushSoon();
    }

    /** The stream is over; {@code untaken} when the peer has not looked at it. */
    void close(Http2Stream stream, boolean untaken) {
        if (stream.isClosed()) {
            return;
        }
        streams.remove(stream);
        stream.closed(untaken);
        streamsChanged();
        farewell.streamEnded();
    }

    // What goes out.

    /** Flushes at the end of this turn of the event loop, once for all streams that have something. */
    void flushSoon() {
        unflushed = true;
        if (!flushing) {
            flushing = true;
            worker.atTurnEnd(flushNow);
        }
    }

    private void flushNow() {
        flushing = false;
        try {
            send();
            if (someoneWaits) {
                tellWritable();
            }
        } catch (RuntimeException fault) {
            fault(fault);
        }
    }

    private void send() {
        Http2Output out = output();
        out.sendWaiting();
        if (unflushed) {
            unflushed = false;
            out.writer().emit();
            context().flush();
        }
    }

    private void tellWritable() {
        someoneWaits = false;
        for (Http2Stream stream : streams.list()) {
            if (stream.output().isAwaitedAndWritable()) {
                stream.end().writable();
            }
        }
    }

    /** A stream that is not writable is to be told when it is. */
    void tellWhenWritable() {
        someoneWaits = true;
    }

    /** There may be room for what waits. */
    void roomChanged() {
        if (someoneWaits || output().isAwaited()) {
            flushSoon();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            roomChanged();
        }
        ctx.fireChannelWritabilityChanged();
    }

    // The end.

    /** Ends the connection at once, whatever is on it. */
    void drop() {
        if (context != null) {
            // Past this handler, which would wait for the streams to end.
            Closing.now(context);
        }
    }

    /** Ends the connection, with a good-bye; nobody uses it any more. */
    void shut() {
        if (context != null) {
            Closing.now(context.channel());
        }
    }

    /** Says that no stream above this one is taken. */
    void sayGoodBye(int last) {
        farewell.say(last);
    }

    /** Ends the connection with an error, which the peer is told. */
    void fail(Http2Exception why) {
        if (!farewell.isOver()) {
            failing(why);
            reader.close();
            farewell.fail(why);
        }
    }

    @Override
    public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
        farewell.close(ctx, promise);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        farewell.gone();
        reader.close();
        for (Http2Stream stream : streams.list()) {
            close(stream, false);
        }
        output().writer().release();
        ctx.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        reader.close();
        output().writer().release();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (Closing.isInputEnd(event) && plan.server()) {
            // Nothing that HTTP/2 has to say could come after this; what is asked for can still be answered.
            shut();
        } else if (Closing.isInputEnd(event)) {
            // No reply can come any more.
            drop();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (Closing.isByPeer(cause)) {
            Closing.now(ctx.channel());
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }
}
