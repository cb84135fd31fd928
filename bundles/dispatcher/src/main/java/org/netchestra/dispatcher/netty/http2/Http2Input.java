package org.netchestra.dispatcher.netty.http2;

import static io.netty.handler.codec.http2.Http2Error.ENHANCE_YOUR_CALM;
import static io.netty.handler.codec.http2.Http2Error.FLOW_CONTROL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static io.netty.handler.codec.http2.Http2Error.REFUSED_STREAM;
import static io.netty.handler.codec.http2.Http2Error.STREAM_CLOSED;
import static io.netty.handler.codec.http2.Http2Exception.connectionError;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

/**
 * What the frames of a connection mean where they come (RFC 9113 sections 5 and 6): which stream they belong to and whether it takes them,
 * windows and settings; and how many of the kinds that cost work and carry none are taken. Confined to the connection's event loop.
 */
final class Http2Input implements Http2FrameSink {

    /** Streams reset by the peer beyond this in this time end the connection (CVE-2023-44487). */
    private static final int MAX_RESETS = 200;

    private static final int RESET_SECONDS = 30;

    /** Frames that ask for work and carry none; one that is asked for a pong with each piece of data stays far below. */
    private static final int MAX_CONTROL_FRAMES = 10_000;

    private static final int CONTROL_SECONDS = 10;
    private static final int MAX_EMPTY_DATA_FRAMES = 2;

    private final Http2Link link;
    private final Http2Streams streams;
    private final Http2FieldSink fields;
    private final int maxStreams;
    private final FrameCount controlFrames = new FrameCount(MAX_CONTROL_FRAMES, CONTROL_SECONDS, "control frames");
    private final FrameCount resets;
    private int emptyDataFrames;

    /**
     * @param server whether the peer is a client: a server resets what it was asked for
     * @param maxStreams that the peer may have open
     */
    Http2Input(Http2Link link, Http2Streams streams, Http2FieldSink fields, boolean server, int maxStreams) {
        this.link = link;
        this.streams = streams;
        this.fields = fields;
        this.maxStreams = maxStreams;
        resets = new FrameCount(server ? MAX_RESETS : Integer.MAX_VALUE, RESET_SECONDS, "streams reset");
    }

    @Override
    public void data(int number, ByteBuf data, int padding, boolean end) throws Http2Exception {
        int length = data.readableBytes() + padding;
        boolean empty = !data.isReadable() && !end;
        emptyDataFrames = empty ? emptyDataFrames + 1 : 0;
        boolean allowed = link.use(length);
        Http2Stream stream = streams.find(number);
        boolean open = stream != null && !stream.isPeerEnded();
        if (!allowed || emptyDataFrames > MAX_EMPTY_DATA_FRAMES || !open) {
            data.release();
        }
        if (!allowed) {
            throw connectionError(FLOW_CONTROL_ERROR, "more data than the window of the connection");
        }
        if (emptyDataFrames > MAX_EMPTY_DATA_FRAMES) {
            throw connectionError(ENHANCE_YOUR_CALM, "too many empty DATA frames");
        }
        if (stream == null) {
            link.giveBack(length);
            notOpen(number);
        } else if (!open) {
            link.giveBack(length);
            link.breakOff(stream, STREAM_CLOSED);
        } else if (stream.window().use(length)) {
            data(stream, data, end);
        } else {
            data.release();
            link.breakOff(stream, FLOW_CONTROL_ERROR);
        }
    }

    private void data(Http2Stream stream, ByteBuf data, boolean end) {
        if (end) {
            stream.peerEnds();
        }
        link.touch(stream.end());
        stream.end().data(data, end);
        stream.window().giveBack();
        stream.closeWhenEnded();
    }

    /** A frame with content came on a stream that is not open, or not any more. */
    private void notOpen(int number) throws Http2Exception {
        if (streams.isIdle(number)) {
            throw connectionError(PROTOCOL_ERROR, "stream %d is idle", number);
        }
        if (streams.isTaken(number) && !streams.isRemembered(number)) {
            link.answers().refuse(number, STREAM_CLOSED);
        }
    }

    @Override
    public void headers(int number, ByteBuf block, boolean end) throws Http2Exception {
        emptyDataFrames = 0;
        // Whatever becomes of them: the table of fields belongs to the connection.
        fields.decode(number, block);
        Http2Stream stream = streams.find(number);
        if (stream == null && streams.mayOpen(number)) {
            stream = opened(number);
        } else if (stream == null) {
            notOpen(number);
        } else if (stream.isPeerEnded()) {
            link.breakOff(stream, STREAM_CLOSED);
            stream = null;
        }
        if (stream != null) {
            if (end) {
                stream.peerEnds();
            }
            link.touch(stream.end());
            stream.end().section(end);
            stream.closeWhenEnded();
        }
    }

    /** The peer opens a stream; null when it is not taken. */
    private @Nullable Http2Stream opened(int number) {
        if (!streams.openedByPeer(number)) {
            return null;
        }
        if (streams.count() >= maxStreams) {
            link.answers().refuse(number, REFUSED_STREAM);
            return null;
        }
        if (!link.answers().areRead()) {
            return null;
        }
        Http2Stream stream = new Http2Stream(link, number);
        streams.add(stream);
        link.accept(stream);
        return stream;
    }

    @Override
    public void ignored() throws Http2Exception {
        countControlFrame();
    }

    private void countControlFrame() throws Http2Exception {
        controlFrames.add(link.worker().nowNanos());
    }

    @Override
    public void reset(int number, long error) throws Http2Exception {
        resets.add(link.worker().nowNanos());
        Http2Stream stream = known(number);
        if (stream != null) {
            link.touch(stream.end());
            stream.end().resetByPeer(error);
            link.close(stream, false);
        }
    }

    /** The stream, or null when it is over; one that was never opened is an error. */
    private @Nullable Http2Stream known(int number) throws Http2Exception {
        Http2Stream stream = streams.find(number);
        if (stream == null && streams.isIdle(number)) {
            throw connectionError(PROTOCOL_ERROR, "stream %d is idle", number);
        }
        return stream;
    }

    @Override
    public void settings(ByteBuf payload) throws Http2Exception {
        countControlFrame();
        while (payload.isReadable()) {
            int name = payload.readUnsignedShort();
            link.peersSettings().set(name, payload.readUnsignedInt());
            // One by one: a table that was smaller for a moment has lost its entries (RFC 7541 section 4.2).
            link.writer().peersTable(link.peersSettings().tableSize());
        }
        link.applySettings();
    }

    @Override
    public void settingsAcknowledged() throws Http2Exception {
        countControlFrame();
    }

    @Override
    public void ping(long data, boolean answer) throws Http2Exception {
        countControlFrame();
        if (!answer) {
            link.answers().ping(data);
        }
    }

    @Override
    public void goAway(int last) throws Http2Exception {
        countControlFrame();
        if (!streams.peerTakesNoneAbove(last)) {
            throw connectionError(PROTOCOL_ERROR, "GOAWAY takes more streams than before");
        }
        link.peerLeaves();
    }

    @Override
    public void windowUpdate(int number, int increment) throws Http2Exception {
        if (number == 0) {
            if (increment == 0) {
                throw connectionError(PROTOCOL_ERROR, "a window that grows by nothing");
            }
            if (!link.output().widen(increment)) {
                throw connectionError(FLOW_CONTROL_ERROR, "a window beyond 2^31-1");
            }
        } else {
            Http2Stream stream = known(number);
            if (stream == null) {
                return;
            }
            if (increment == 0) {
                link.breakOff(stream, PROTOCOL_ERROR);
            } else if (!stream.output().widen(increment)) {
                link.breakOff(stream, FLOW_CONTROL_ERROR);
            }
        }
        link.roomChanged();
    }
}
