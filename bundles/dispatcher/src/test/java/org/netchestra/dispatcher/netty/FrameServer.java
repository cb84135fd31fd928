package org.netchestra.dispatcher.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2ConnectionHandlerBuilder;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.netchestra.dispatcher.netty.http2.SectionListener;

/** A server of HTTP/2 that does with requests what a test says, frame by frame. */
final class FrameServer implements AutoCloseable {

    /** A request, as far as it has come, and what can be done with it. Everything happens on the server's event loop. */
    static final class Call {

        final int stream;
        final Http2Headers headers;
        final StringBuffer body = new StringBuffer();
        volatile Http2Headers trailers;
        volatile boolean ended;
        volatile String reset;
        final ChannelHandlerContext ctx;
        final int connection;
        private final Http2ConnectionHandler handler;

        private Call(int stream, Http2Headers headers, ChannelHandlerContext ctx, Link link) {
            this.stream = stream;
            this.headers = headers;
            this.ctx = ctx;
            connection = link.number;
            handler = link.handler;
        }

        String path() {
            return headers.path().toString();
        }

        Call head(int status, boolean end, String... fields) {
            Http2Headers reply = new DefaultHttp2Headers(false).status(Integer.toString(status));
            for (int i = 0; i < fields.length; i += 2) {
                reply.add(fields[i], fields[i + 1]);
            }
            return section(reply, end);
        }

        Call section(Http2Headers fields, boolean end) {
            return run(() -> handler.encoder().writeHeaders(ctx, stream, fields, 0, end, ctx.newPromise()));
        }

        Call data(String text, boolean end) {
            ByteBuf bytes = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
            return run(() -> handler.encoder().writeData(ctx, stream, bytes, 0, end, ctx.newPromise()));
        }

        Call reset(Http2Error error) {
            return run(() -> handler.encoder().writeRstStream(ctx, stream, error.code(), ctx.newPromise()));
        }

        /** Says good-bye; streams above are not looked at. */
        Call goAway(int lastStream) {
            return run(() -> handler.goAway(
                    ctx, lastStream, Http2Error.NO_ERROR.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise()));
        }

        /** Sends bytes past the codec. */
        Call raw(byte[] bytes) {
            return run(() -> ctx.writeAndFlush(Unpooled.wrappedBuffer(bytes)));
        }

        Call close() {
            return run(() -> ctx.channel().unsafe().closeForcibly());
        }

        private Call run(Runnable action) {
            ctx.executor().execute(() -> {
                action.run();
                handler.flush(ctx);
            });
            return this;
        }
    }

    private final class Link extends SectionListener {

        private final int number = connections.incrementAndGet();
        private final Map<Integer, Call> open = new ConcurrentHashMap<>();
        private final Http2ConnectionHandler handler = new Http2ConnectionHandlerBuilder()
                .server(true)
                .validateHeaders(false)
                .initialSettings(settings)
                .frameListener(this)
                .build();

        @Override
        protected void section(ChannelHandlerContext ctx, int stream, Http2Headers headers, boolean ended) {
            Call call = open.get(stream);
            if (call == null) {
                call = new Call(stream, headers, ctx, this);
                open.put(stream, call);
                calls.add(call);
                onHead.accept(call);
            } else {
                call.trailers = headers;
            }
            ended(call, ended);
        }

        @Override
        public int onDataRead(ChannelHandlerContext ctx, int stream, ByteBuf data, int padding, boolean ended) {
            Call call = open.get(stream);
            call.body.append(data.toString(StandardCharsets.ISO_8859_1));
            onData.accept(call);
            ended(call, ended);
            return taking ? data.readableBytes() + padding : 0;
        }

        private void ended(Call call, boolean ended) {
            if (ended) {
                call.ended = true;
                onEnd.accept(call);
            }
        }

        @Override
        public void onRstStreamRead(ChannelHandlerContext ctx, int stream, long error) {
            Call call = open.get(stream);
            if (call != null) {
                call.reset = Http2Error.valueOf(error).name();
            }
        }

        @Override
        public void onPingRead(ChannelHandlerContext ctx, long data) {
            pings.incrementAndGet();
        }
    }

    final AtomicInteger connections = new AtomicInteger();
    final AtomicInteger pings = new AtomicInteger();
    final List<Call> calls = new CopyOnWriteArrayList<>();
    volatile boolean taking = true;
    volatile Consumer<Call> onHead = call -> {};
    volatile Consumer<Call> onData = call -> {};
    private final Consumer<Call> onEnd;
    private final Http2Settings settings;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final Channel listener;

    /** On clear text. */
    FrameServer(Consumer<Call> onEnd) throws Exception {
        this(Http2Settings.defaultSettings(), null, onEnd);
    }

    /**
     * @param tls null for clear text
     * @param onEnd what it does with a request that is whole
     */
    FrameServer(Http2Settings settings, SslContext tls, Consumer<Call> onEnd) throws Exception {
        this.settings = settings;
        this.onEnd = onEnd;
        listener = new ServerBootstrap()
                .group(loop)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        if (tls != null) {
                            made.pipeline().addLast(tls.newHandler(made.alloc()));
                        }
                        made.pipeline().addLast(new Link().handler);
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .sync()
                .channel();
    }

    /** Answers with the path and what it got. */
    static FrameServer echo() throws Exception {
        return new FrameServer(FrameServer::show);
    }

    static void show(Call call) {
        StringBuilder text = new StringBuilder();
        call.headers.forEach(field -> text.append(field.getKey())
                .append(": ")
                .append(field.getValue())
                .append('\n'));
        text.append(call.body);
        if (call.trailers != null) {
            call.trailers.forEach(field ->
                    text.append('\n').append(field.getKey()).append("= ").append(field.getValue()));
        }
        call.head(200, false, "x-server", "a", "content-length", "" + text.length())
                .data(text.toString(), true);
    }

    int port() {
        return ((InetSocketAddress) listener.localAddress()).getPort();
    }

    @Override
    public void close() {
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
