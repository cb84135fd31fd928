package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2LocalFlowController;
import io.netty.handler.codec.http2.Http2Stream;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.netchestra.dispatcher.netty.http2.SectionListener;

/** A client of HTTP/2 on clear text that sends what a test says, frame by frame, and shows what comes. */
final class FrameClient implements AutoCloseable {

    /** A frame that came; the error of RST_STREAM and GOAWAY, or "closed" at the end of the connection. */
    record Frame(String kind, int stream, Http2Headers headers, String data, boolean ended, String error) {}

    /** What a stream was answered. */
    record Answer(String status, Http2Headers headers, String body, Http2Headers trailers, String reset) {}

    final Channel channel;
    final BlockingQueue<Frame> frames = new LinkedBlockingQueue<>();
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Http2ConnectionHandler handler;
    private volatile boolean taking = true;
    private int lastStream = -1;

    FrameClient(int port) throws Exception {
        handler = new Http2ConnectionHandlerBuilder()
                .server(false)
                .validateHeaders(false)
                .frameListener(new Listener())
                .build();
        channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(handler);
                    }
                })
                .connect(InetAddress.getLoopbackAddress(), port)
                .sync()
                .channel();
        channel.closeFuture().addListener(done -> frames.add(new Frame("closed", 0, null, null, true, "closed")));
    }

    private final class Listener extends SectionListener {

        @Override
        protected void section(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean ended) {
            frames.add(new Frame("headers", stream, headers, null, ended, null));
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ended) {
            frames.add(new Frame("data", stream, null, data.toString(StandardCharsets.ISO_8859_1), ended, null));
            return taking ? data.readableBytes() + padding : 0;
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
            frames.add(new Frame(
                    "reset", stream, null, null, true, Http2Error.valueOf(error).name()));
        }

        @Override
        public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf text) {
            frames.add(new Frame(
                    "goaway", 0, null, null, true, Http2Error.valueOf(error).name()));
        }
    }

    static Http2Headers request(String method, String path, String... more) {
        Http2Headers headers = new DefaultHttp2Headers(false)
                .method(method)
                .scheme("http")
                .authority("test")
                .path(path);
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        return headers;
    }

    /** Opens a stream; its number. */
    int send(Http2Headers headers, boolean end) {
        int stream = lastStream += 2;
        run(ctx -> handler.encoder().writeHeaders(ctx, stream, headers, 0, end, ctx.newPromise()));
        return stream;
    }

    void data(int stream, String data, boolean end) {
        ByteBuf bytes = Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1);
        run(ctx -> handler.encoder().writeData(ctx, stream, bytes, 0, end, ctx.newPromise()));
    }

    void trailers(int stream, Http2Headers headers) {
        run(ctx -> handler.encoder().writeHeaders(ctx, stream, headers, 0, true, ctx.newPromise()));
    }

    void reset(int stream) {
        run(ctx -> handler.encoder().writeRstStream(ctx, stream, Http2Error.CANCEL.code(), ctx.newPromise()));
    }

    void ping(long number) {
        run(ctx -> handler.encoder().writePing(ctx, false, number, ctx.newPromise()));
    }

    /** From here on no window is given back. */
    void takeNoMore() {
        taking = false;
    }

    /** Gives windows back again, at once that of all data that have come. */
    void takeAgain(int stream) {
        taking = true;
        run(ctx -> {
            try {
                Http2Stream of = handler.connection().stream(stream);
                Http2LocalFlowController windows = handler.decoder().flowController();
                windows.consumeBytes(of, windows.unconsumedBytes(of));
            } catch (Http2Exception failed) {
                throw new AssertionError(failed);
            }
        });
    }

    private void run(Consumer<ChannelHandlerContext> action) {
        channel.eventLoop().execute(() -> {
            ChannelHandlerContext ctx = channel.pipeline().context(handler);
            if (ctx != null) {
                action.accept(ctx);
                handler.flush(ctx);
            }
        });
    }

    /** The next frame, 20 s at most. */
    Frame next() throws InterruptedException {
        Frame frame = frames.poll(20, TimeUnit.SECONDS);
        if (frame == null) {
            throw new AssertionError("no frame came within 20 s");
        }
        return frame;
    }

    /** The error of the GOAWAY that comes, whatever comes before it; "closed" when the connection's end overtakes it. */
    String goAway() throws InterruptedException {
        while (true) {
            Frame frame = next();
            if (frame.kind().equals("goaway") || frame.kind().equals("closed")) {
                return frame.error();
            }
        }
    }

    /** Reads one stream's answer; all frames must be its own. */
    Answer answer() throws InterruptedException {
        Http2Headers head = null;
        Http2Headers trailers = null;
        StringBuilder body = new StringBuilder();
        while (true) {
            Frame frame = next();
            if (frame.error() != null) {
                return new Answer(
                        head == null ? null : head.status().toString(), head, body.toString(), null, frame.error());
            }
            if (frame.data() != null) {
                body.append(frame.data());
            } else if (head == null || head.status().charAt(0) == '1') {
                head = frame.headers();
            } else {
                trailers = frame.headers();
            }
            if (frame.ended()) {
                return new Answer(head.status().toString(), head, body.toString(), trailers, null);
            }
        }
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
