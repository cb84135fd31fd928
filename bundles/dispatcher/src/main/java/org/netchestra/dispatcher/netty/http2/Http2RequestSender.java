package org.netchestra.dispatcher.netty.http2;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.forwarding.ClientIdentity;
import org.netchestra.dispatcher.forwarding.ForwardedRequest;
import org.netchestra.dispatcher.http2head.Http2RequestFields;
import org.netchestra.dispatcher.message.FieldLines;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.semantics.RequestSemantics;

/**
 * Sends one request on an HTTP/2 connection. The stream opens with the first thing that is known to follow the head, so that a request
 * without a body is one frame; so does the end of a body of known length go with its last piece. Confined to its event loop.
 */
final class Http2RequestSender {

    private final Http2UpstreamStream owner;
    private final Http2SizedBody body = new Http2SizedBody();
    private @Nullable Http2Upstream connection;
    private @Nullable Http2FieldList head;
    private @Nullable Http2StreamOutput output;

    Http2RequestSender(Http2UpstreamStream owner) {
        this.owner = owner;
    }

    /** Takes the head of a request. */
    void begin(Http2Upstream on, MessageHead request, RequestSemantics semantics, ClientIdentity client) {
        connection = on;
        body.begin(semantics.isChunked() ? Http2SizedBody.UNKNOWN : semantics.contentLength());
        HeadWriter writer = on.worker().writer();
        ForwardedRequest.write(writer, request, semantics, client);
        Http2FieldList fields = new Http2FieldList();
        Http2RequestFields.forEach(writer, on.setup().tls() != null, fields::field);
        head = fields;
    }

    private Http2Upstream connection() {
        return requireNonNull(connection, "connection");
    }

    /** Opens the stream, if that was not done; null when the connection takes no more. */
    private @Nullable Http2StreamOutput opened(boolean end) {
        Http2FieldList fields = head;
        if (fields == null) {
            return output;
        }
        head = null;
        Http2Stream stream = connection().link().tryOpen(owner);
        if (stream != null) {
            Http2StreamOutput opening = stream.output();
            output = opening;
            owner.opened(stream.window());
            opening.headers(fields, end);
            return opening;
        }
        // Whoever sends is in the middle of it and hears the answer afterwards.
        connection().worker().loop().execute(() -> owner.unprocessed(true));
        return null;
    }

    /** Takes over a piece of the body. */
    void data(ByteBuf data) {
        body.data(opened(false), data);
    }

    /** The request is whole. */
    void end(MessageHead trailer) {
        boolean plain = FieldLines.isEmpty(trailer);
        Http2StreamOutput stream = opened(plain);
        body.passLast(stream, plain);
        if (stream != null) {
            stream.end(trailer);
        }
    }

    void flush() {
        body.passLast(opened(false), false);
        connection().link().flushSoon();
    }

    boolean isWritable() {
        Http2StreamOutput stream = output;
        return stream == null ? connection().link().isOpen() : stream.isWritable();
    }

    /** Breaks the stream off; false when it was not opened. */
    boolean reset(Http2Error error) {
        drop();
        Http2StreamOutput stream = output;
        if (stream != null) {
            stream.reset(error);
        }
        return stream != null;
    }

    /** The stream is gone. */
    void closed() {
        drop();
    }

    /** Forgets what was not sent. */
    void drop() {
        head = null;
        body.release();
    }
}
