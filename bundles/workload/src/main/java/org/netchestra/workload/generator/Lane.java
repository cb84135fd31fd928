package org.netchestra.workload.generator;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import org.jspecify.annotations.Nullable;
import org.netchestra.workload.netty.PatternWriter;

/**
 * Makes one request after the other, on one connection as long as that lives and on a new one after. Confined to its
 * group's event loop.
 */
@SuppressWarnings("FutureReturnValueIgnored") // a failed write closes the channel, and that is seen
final class Lane {
    private static final long NO_REQUEST = -1;

    private final LaneGroup group;
    private final ReplyParser parser = new ReplyParser();
    private @Nullable ChannelHandlerContext connection;
    private @Nullable Channel connecting;
    private @Nullable PatternWriter body;
    private long request = NO_REQUEST;
    private long dueNanos;

    Lane(LaneGroup group) {
        this.group = group;
    }

    /** Makes request {@code n}, whose time runs from {@code due}. */
    void run(long n, long due) {
        request = n;
        dueNanos = due;
        parser.expect(group.target(n).method().equals("HEAD"));
        if (connection != null) {
            send(connection);
            return;
        }
        ChannelFuture connect =
                group.bootstrap().clone().handler(new LaneHandler(this)).connect(group.plan().address);
        connecting = connect.channel();
        connect.addListener(future -> {
            if (!future.isSuccess() && connect.channel() == connecting) {
                connecting = null;
                fail(FailureKind.CONNECT);
            }
        });
    }

    /** The connection is there; the request that it was made for can go. */
    void connected(ChannelHandlerContext ctx) {
        if (ctx.channel() != connecting) {
            ctx.close();
            return;
        }
        connecting = null;
        connection = ctx;
        send(ctx);
    }

    private void send(ChannelHandlerContext ctx) {
        ByteBuf head = ctx.alloc().ioBuffer(256);
        group.head(request).writeTo(head, request);
        ctx.write(head, ctx.voidPromise());
        long bodyBytes = group.target(request).bodyBytes();
        body = bodyBytes == 0 ? null : new PatternWriter(bodyBytes, piece -> piece);
        writable(ctx);
    }

    /** Goes on with a request body that the channel had no room for. */
    void writable(ChannelHandlerContext ctx) {
        if (body != null && ctx == connection && body.pump(ctx)) {
            body = null;
        }
        ctx.flush();
    }

    /** Takes what came; the caller releases it. */
    void read(ChannelHandlerContext ctx, ByteBuf in) {
        if (ctx != connection) {
            return;
        }
        if (request == NO_REQUEST) {
            drop();
            return;
        }
        switch (parser.parse(in)) {
            case WHOLE -> whole();
            case MALFORMED -> fail(FailureKind.MALFORMED);
            default -> {}
        }
    }

    /** The connection has ended, by whomever. */
    void closed(ChannelHandlerContext ctx) {
        if (ctx != connection) {
            return;
        }
        connection = null;
        if (request == NO_REQUEST) {
            return;
        }
        if (parser.endsWithConnection()) {
            whole();
        } else {
            fail(parser.started() ? FailureKind.TRUNCATED : FailureKind.RESET);
        }
    }

    private void whole() {
        group.tally().reply(parser.servedBy(), parser.status(), parser.bodyLength());
        // A reply before the end of the request's body: the rest of it must not be read as the next request.
        if (!parser.keepsAlive() || group.plan().connectionPerRequest || body != null) {
            drop();
        }
        end(verdict(group.target(request)));
    }

    private @Nullable FailureKind verdict(Target target) {
        if (parser.status() != target.status()) {
            return FailureKind.STATUS;
        }
        boolean lengthRight = target.replyBytes() == Target.ANY || target.replyBytes() == parser.bodyLength();
        if (!lengthRight || (target.pattern() && !parser.patternKept())) {
            return FailureKind.BODY;
        }
        var servers = group.plan().servers;
        return servers.isEmpty() || servers.contains(parser.servedBy()) ? null : FailureKind.SERVER;
    }

    private void fail(FailureKind kind) {
        drop();
        end(kind);
    }

    private void end(@Nullable FailureKind failure) {
        long ended = request;
        request = NO_REQUEST;
        body = null;
        group.ended(this, ended, failure, System.nanoTime() - dueNanos);
    }

    /** Gives up a request that has taken too long. */
    void checkTime(long now) {
        if (request != NO_REQUEST && now - dueNanos > group.plan().timeout.toNanos()) {
            fail(FailureKind.TIMEOUT);
        }
    }

    /** What is known about the reply, for a failure's description. */
    String describe() {
        return parser.started()
                ? "status " + parser.status() + " from '" + parser.servedBy() + "', " + parser.bodyLength() + " bytes"
                : "no reply";
    }

    /** Closes whatever connection there is. */
    void drop() {
        ChannelHandlerContext open = connection;
        Channel opening = connecting;
        connection = null;
        connecting = null;
        if (open != null) {
            open.close();
        }
        if (opening != null) {
            opening.close();
        }
    }
}
