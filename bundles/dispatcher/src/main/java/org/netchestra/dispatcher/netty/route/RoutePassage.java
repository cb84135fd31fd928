package org.netchestra.dispatcher.netty.route;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;
import org.netchestra.api.route.ReplyHead;
import org.netchestra.api.route.RequestHead;
import org.netchestra.api.route.RoutedExchange;
import org.netchestra.dispatcher.message.MessageHead;

/** The route's end of a {@link RouteUpstream}. Thread-safe. */
final class RoutePassage implements RoutedExchange {

    private final RouteUpstream upstream;
    private final String virtualServer;
    private final RequestHead request;
    private final boolean toHead;
    private final InputStream body;
    private final AtomicBoolean replied = new AtomicBoolean();

    RoutePassage(RouteUpstream upstream, String virtualServer, RequestHead request, boolean toHead, InputStream body) {
        this.upstream = upstream;
        this.virtualServer = virtualServer;
        this.request = request;
        this.toHead = toHead;
        this.body = body;
    }

    @Override
    public String virtualServer() {
        return virtualServer;
    }

    @Override
    public RequestHead request() {
        return request;
    }

    @Override
    public InputStream body() {
        return body;
    }

    @Override
    public OutputStream reply(ReplyHead head) throws IOException {
        RoutedHeads.parse(head, new MessageHead());
        if (!replied.compareAndSet(false, true)) {
            throw new IllegalStateException("reply: a second one (expected: one for a request)");
        }
        upstream.throttle().await(0);
        upstream.onLoop(() -> upstream.replyHead(head));
        boolean bodiless = toHead || head.status() == 204 || head.status() == 304;
        return new RouteReply(upstream, bodiless, head.bodyLength());
    }

    @Override
    public void fail() {
        upstream.onLoop(upstream::failed);
    }
}
