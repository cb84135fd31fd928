package org.netchestra.dispatcher.netty.accept;

import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.util.concurrent.Future;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the name that a client asks for in its ClientHello, and lets all bytes pass on as they came. Confined to one event loop. */
final class ServerNameReader extends AbstractSniHandler<String> {

    private static final int LARGEST_CLIENT_HELLO = 16 * 1024;

    private final Consumer<@Nullable String> named;

    /**
     * @param named hears the name, or null when the client says none; then the bytes come
     */
    ServerNameReader(Consumer<@Nullable String> named) {
        super(LARGEST_CLIENT_HELLO, 0);
        this.named = named;
    }

    @Override
    protected Future<String> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(name == null ? "" : name);
    }

    @Override
    protected void onLookupComplete(ChannelHandlerContext ctx, @Nullable String name, Future<String> ignored) {
        named.accept(name);
        ctx.pipeline().remove(this);
    }
}
