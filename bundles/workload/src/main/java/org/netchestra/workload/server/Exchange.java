package org.netchestra.workload.server;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.DefaultFileRegion;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.File;
import org.jspecify.annotations.Nullable;
import org.netchestra.workload.netty.BodyPattern;
import org.netchestra.workload.netty.PatternWriter;

/** One request and its reply on the server's side. Confined to the channel's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is seen
final class Exchange {
    private final ChannelHandlerContext ctx;
    private final HttpRequest request;
    private final WebServer server;
    private final Runnable ended;
    private long received;
    private boolean requestEnded;
    private boolean recorded;
    private @Nullable PatternWriter writer;

    Exchange(ChannelHandlerContext ctx, HttpRequest request, WebServer server, Runnable ended) {
        this.ctx = ctx;
        this.request = request;
        this.server = server;
        this.ended = ended;
    }

    String target() {
        return request.uri();
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    long received() {
        return received;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    void received(HttpContent content) {
        received += content.content().readableBytes();
        requestEnded = content instanceof LastHttpContent;
    }

    /** Replies with a short text. */
    void reply(HttpResponseStatus status, String text) {
        replyBody(status, ByteBufUtil.writeAscii(ctx.alloc(), text));
    }

    /** Replies with {@code length} bytes of the pattern, announced by length or chunked. */
    void replyPattern(long length, boolean chunked) {
        if (length <= BodyPattern.PIECE && !chunked) {
            replyBody(HttpResponseStatus.OK, BodyPattern.piece(0, length));
            return;
        }
        HttpResponse head = head(HttpResponseStatus.OK);
        if (chunked) {
            HttpUtil.setTransferEncodingChunked(head, true);
        } else {
            HttpUtil.setContentLength(head, length);
        }
        ctx.write(head, ctx.voidPromise());
        writer = new PatternWriter(isHead() ? 0 : length, DefaultHttpContent::new);
        writable();
    }

    /** Goes on with a body that the channel had no room for. */
    void writable() {
        if (writer == null) {
            return;
        }
        boolean whole = writer.pump(ctx);
        if (whole) {
            writer = null;
            ctx.write(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        }
        ctx.flush();
        if (whole) {
            ended.run();
        }
    }

    /** Replies with a file by sendfile(2) where the transport can. */
    void replyFile(File file) {
        HttpResponse head = head(HttpResponseStatus.OK);
        HttpUtil.setContentLength(head, file.length());
        ctx.write(head, ctx.voidPromise());
        if (!isHead()) {
            ctx.write(new DefaultFileRegion(file, 0, file.length()), ctx.voidPromise());
        }
        ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT, ctx.voidPromise());
        ended.run();
    }

    /** Starts an echo: the reply is framed as the request was. */
    void echoHead() {
        HttpResponse head = head(HttpResponseStatus.OK);
        if (HttpUtil.isContentLengthSet(request)) {
            HttpUtil.setContentLength(head, HttpUtil.getContentLength(request));
        } else {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        CharSequence type = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (type != null) {
            head.headers().set(HttpHeaderNames.CONTENT_TYPE, type);
        }
        ctx.writeAndFlush(head, ctx.voidPromise());
    }

    /** Goes on with an echo; takes over the content's reference. */
    void echo(HttpContent content) {
        ctx.writeAndFlush(content, ctx.voidPromise());
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
        if (content instanceof LastHttpContent) {
            ctx.channel().config().setAutoRead(true);
            ended.run();
        }
    }

    /** Announces {@code length} bytes, sends half of them and closes: a server that dies in the middle of a reply. */
    void truncate(long length) {
        HttpResponse head = head(HttpResponseStatus.OK);
        HttpUtil.setContentLength(head, length);
        ctx.write(head);
        new PatternWriter(length / 2, DefaultHttpContent::new).pump(ctx);
        ctx.flush();
        ctx.close();
    }

    /** Closes the connection without a word. */
    void close() {
        ctx.close();
    }

    private void replyBody(HttpResponseStatus status, ByteBuf body) {
        int length = body.readableBytes();
        if (isHead()) {
            body.release();
        }
        HttpResponse head = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                status,
                isHead() ? Unpooled.EMPTY_BUFFER : body,
                WebServer.HEADERS,
                WebServer.NO_TRAILERS);
        fill(head);
        if (status.code() >= 200 && status.code() != 204 && status.code() != 304) {
            HttpUtil.setContentLength(head, length);
        }
        ctx.writeAndFlush(head, ctx.voidPromise());
        ended.run();
    }

    private HttpResponse head(HttpResponseStatus status) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, WebServer.HEADERS);
        fill(head);
        return head;
    }

    private void fill(HttpResponse head) {
        record();
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_PLAIN)
                .set(WebServer.SERVED_BY, server.servedBy());
    }

    private void record() {
        if (!recorded) {
            recorded = true;
            server.journal()
                    .served(
                            request.headers().get(WebServer.REQUEST_ID),
                            request.method().name(),
                            request.uri());
        }
    }

    private boolean isHead() {
        return request.method().equals(HttpMethod.HEAD);
    }
}
