package org.netchestra.dispatcher.netty.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import java.util.ArrayList;
import java.util.List;

/** What a reader of frames has told, in words; data that came in pieces is one piece. */
final class FrameEvents {

    private final List<String> all = new ArrayList<>();

    private void add(String event) {
        all.add(event);
    }

    private void data(int stream, ByteBuf data, int padding, boolean end) {
        String head = "data " + stream + ": ";
        String hex = ByteBufUtil.hexDump(data);
        int last = all.size() - 1;
        boolean goesOn = last >= 0
                && padding == 0
                && all.get(last).startsWith(head)
                && !all.get(last).endsWith(".");
        String piece = hex + (padding > 0 ? " padding " + padding + "." : "") + (end ? " end." : "");
        if (goesOn) {
            all.set(last, all.get(last) + piece);
        } else {
            add(head + piece);
        }
    }

    List<String> all() {
        return List.copyOf(all);
    }

    /** Without the beginning of a DATA frame that has not come to its end, of which the reference tells nothing. */
    List<String> withoutUnfinishedData(FrameEvents reference) {
        int last = all.size() - 1;
        if (last < 0 || !all.get(last).startsWith("data")) {
            return all();
        }
        boolean told = reference.all.size() == all.size();
        if (told && all.get(last).startsWith(reference.all.get(last))) {
            List<String> cut = new ArrayList<>(all);
            cut.set(last, reference.all.get(last));
            return cut;
        }
        return told || reference.all.size() > all.size() ? all() : List.copyOf(all.subList(0, last));
    }

    @Override
    public String toString() {
        return all.toString();
    }

    Http2FrameListener asListener() {
        return new SectionListener() {
            @Override
            public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean end) {
                data(stream, data, padding, end);
                return 0;
            }

            @Override
            protected void section(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean end) {
                add("headers " + stream + " " + headers + end);
            }

            @Override
            public void onPriorityRead(
                    ChannelHandlerContext ctx, int stream, int dependency, short weight, boolean exclusive) {
                add("ignored");
            }

            @Override
            public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
                add("reset " + stream + " " + error);
            }

            @Override
            public void onSettingsAckRead(ChannelHandlerContext ctx) {
                add("settings acknowledged");
            }

            @Override
            public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
                add("settings");
            }

            @Override
            public void onPingRead(ChannelHandlerContext ctx, long data) {
                add("ping " + data + false);
            }

            @Override
            public void onPingAckRead(ChannelHandlerContext ctx, long data) {
                add("ping " + data + true);
            }

            @Override
            public void onPushPromiseRead(
                    ChannelHandlerContext ctx, int stream, int promised, Http2Headers headers, int padding)
                    throws Http2Exception {
                throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "push");
            }

            @Override
            public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf text) {
                add("goaway " + last);
            }

            @Override
            public void onWindowUpdateRead(ChannelHandlerContext ctx, int stream, int increment) {
                add("window " + stream + " " + increment);
            }

            @Override
            public void onUnknownFrame(
                    ChannelHandlerContext ctx, byte type, int stream, Http2Flags flags, ByteBuf payload) {
                add("ignored");
            }
        };
    }

    /** Judges what a reader leaves to others as they do: fields, values of settings, windows that grow by nothing. */
    Http2FrameSink asSink(int listSize) {
        DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false, listSize);
        return new Http2FrameSink() {
            @Override
            public void data(int stream, ByteBuf data, int padding, boolean end) {
                FrameEvents.this.data(stream, data, padding, end);
                data.release();
            }

            @Override
            public void headers(int stream, ByteBuf block, boolean end) throws Http2Exception {
                add("headers " + stream + " " + decoder.decodeHeaders(stream, block) + end);
            }

            @Override
            public void ignored() {
                add("ignored");
            }

            @Override
            public void reset(int stream, long error) {
                add("reset " + stream + " " + error);
            }

            @Override
            public void settings(ByteBuf payload) throws Http2Exception {
                Http2PeerSettings settings = new Http2PeerSettings(true);
                while (payload.isReadable()) {
                    settings.set(payload.readUnsignedShort(), payload.readUnsignedInt());
                }
                add("settings");
            }

            @Override
            public void settingsAcknowledged() {
                add("settings acknowledged");
            }

            @Override
            public void ping(long data, boolean answer) {
                add("ping " + data + answer);
            }

            @Override
            public void goAway(int last) {
                add("goaway " + last);
            }

            @Override
            public void windowUpdate(int stream, int increment) throws Http2Exception {
                if (increment == 0) {
                    throw Http2Exception.connectionError(Http2Error.PROTOCOL_ERROR, "nothing");
                }
                add("window " + stream + " " + increment);
            }
        };
    }
}
