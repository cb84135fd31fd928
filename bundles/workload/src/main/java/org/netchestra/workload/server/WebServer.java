package org.netchestra.workload.server;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.codec.http.HttpServerKeepAliveHandler;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.netchestra.workload.netty.Transport;

/**
 * A real HTTP/1.1 server: keep-alive, pipelining answered in order, HEAD, 100-continue, bodies of any size in constant
 * memory. {@link Routes} says what it answers. Thread-safe.
 */
public final class WebServer implements AutoCloseable {
    static final AsciiString SERVED_BY = AsciiString.cached("x-served-by");
    static final AsciiString REQUEST_ID = AsciiString.cached("x-request-id");
    // What this server writes it made itself: the checks of names and values would only cost.
    static final HttpHeadersFactory HEADERS =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false);
    static final HttpHeadersFactory NO_TRAILERS = HEADERS;

    private final AsciiString servedBy;
    private final ServedJournal journal;
    private final Burner burner;
    private final EmulatedProcessor processor = new EmulatedProcessor();
    private final Routes routes;
    private final EventLoopGroup loops;
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    private final Channel listener;

    private WebServer(ServerOptions options) throws IOException {
        servedBy = AsciiString.cached(options.name());
        journal = new ServedJournal(options.ledger());
        burner = new Burner(options.workers());
        routes = new Routes(burner, processor, options.work(), options.files());
        Transport transport = Transport.best();
        loops = transport.newLoops(options.loops(), "server-" + options.name());
        ChannelFuture bound = bootstrap(transport).bind(options.bind()).awaitUninterruptibly();
        listener = bound.channel();
        if (!bound.isSuccess()) {
            close();
            throw new IOException("port: " + options.bind().getPort() + " (expected: a free one)", bound.cause());
        }
    }

    /** Starts a server; an address that cannot be had is an {@link IOException}. */
    public static WebServer start(ServerOptions options) throws IOException {
        return new WebServer(options);
    }

    private ServerBootstrap bootstrap(Transport transport) {
        return new ServerBootstrap()
                .group(loops)
                .channel(transport.serverChannel())
                .option(ChannelOption.SO_BACKLOG, 4096)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(256 << 10, 512 << 10))
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new HttpServerExpectContinueHandler())
                                .addLast(new HttpServerKeepAliveHandler())
                                .addLast(new ExchangeHandler(WebServer.this));
                    }
                });
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Where it listens, the port alone. */
    public int port() {
        return address().getPort();
    }

    /** How many requests it has served so far. */
    public long served() {
        return journal.count();
    }

    /** Closes every open connection at once, in the middle of whatever it does, and goes on listening. */
    public void dropConnections() {
        // A copy: those that come meanwhile, perhaps in place of the dropped ones, are left alone.
        for (Channel connection : List.copyOf(connections)) {
            connection.close().awaitUninterruptibly();
        }
    }

    AsciiString servedBy() {
        return servedBy;
    }

    ServedJournal journal() {
        return journal;
    }

    Routes routes() {
        return routes;
    }

    void opened(Channel connection) {
        connections.add(connection);
    }

    void report(Throwable cause) {
        System.Logger log = System.getLogger(WebServer.class.getName());
        log.log(System.Logger.Level.WARNING, () -> servedBy + ": connection closed", cause);
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() throws IOException {
        listener.close().awaitUninterruptibly();
        dropConnections();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        burner.close();
        processor.close();
        journal.close();
    }
}
