package org.netchestra.workload.server;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Answers the requests of one connection in their order: what comes while a reply is being made waits, and beyond a
 * few messages the channel is not read. Confined to the channel's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is seen
final class ExchangeHandler extends ChannelInboundHandlerAdapter {
    private static final int MOST_WAITING = 64;

    private final WebServer server;
    private final Deque<Object> waiting = new ArrayDeque<>();
    private @Nullable Exchange current;
    private boolean draining;

    ExchangeHandler(WebServer server) {
        this.server = server;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        server.opened(ctx.channel());
        ctx.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        waiting.add(message);
        drain(ctx);
        if (waiting.size() >= MOST_WAITING) {
            ctx.channel().config().setAutoRead(false);
        }
    }

    private void drain(ChannelHandlerContext ctx) {
        if (draining) {
            return;
        }
        draining = true;
        while (!waiting.isEmpty() && (current == null || !current.requestEnded())) {
            accept(ctx, waiting.poll());
        }
        draining = false;
    }

    private void accept(ChannelHandlerContext ctx, Object message) {
        if (message instanceof HttpRequest request) {
            if (request.decoderResult().isFailure()) {
                ReferenceCountUtil.release(message);
                ctx.close();
                return;
            }
            current = new Exchange(ctx, request, server, () -> ended(ctx));
            if (Routes.isEcho(request.uri())) {
                current.echoHead();
            }
        }
        if (message instanceof HttpContent content && current != null) {
            content(current, content);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void content(Exchange exchange, HttpContent content) {
        exchange.received(content);
        if (Routes.isEcho(exchange.target())) {
            exchange.echo(content);
            return;
        }
        content.release();
        if (exchange.requestEnded()) {
            server.routes().answer(exchange, server);
        }
    }

    private void ended(ChannelHandlerContext ctx) {
        current = null;
        drain(ctx);
        if (waiting.isEmpty() && !ctx.channel().config().isAutoRead()) {
            ctx.channel().config().setAutoRead(true);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (current == null) {
            return;
        }
        if (Routes.isEcho(current.target())) {
            ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        } else {
            current.writable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        waiting.forEach(ReferenceCountUtil::release);
        waiting.clear();
        current = null;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!(cause instanceof IOException)) {
            server.report(cause);
        }
        ctx.close();
    }
}
