package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.reply.LocalReply;
import org.netchestra.dispatcher.reply.OwnReply;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/** Writes replies to a client in HTTP/1.1, in the framing that this client understands. Confined to its event loop. */
final class Http1Reply {

    private final Worker worker;
    private final ChannelOutput output;
    private boolean chunked;
    private boolean untilClose;

    Http1Reply(Worker worker, ChannelOutput output) {
        this.worker = worker;
        this.output = output;
    }

    /** Whether the body of the reply that was begun ends with the connection. */
    boolean isUntilClose() {
        return untilClose;
    }

    void informational(MessageHead reply) {
        HeadWriter writer = worker.writer();
        writer.reply(reply);
        writer.endOfHead();
        output.head(writer);
        output.flush();
    }

    /** Writes a reply's head; whether the connection can be kept behind its body. */
    boolean head(MessageHead reply, ReplySemantics semantics, int minorVersion, boolean keep) {
        boolean unknownLength = !semantics.isBodiless() && semantics.contentLength() < 0;
        chunked = unknownLength && minorVersion >= 1;
        untilClose = unknownLength && minorVersion == 0;
        boolean kept = keep && !untilClose;
        HeadWriter writer = worker.writer();
        writer.reply(reply);
        // RFC 9110 section 8.6: no Content-Length in a 204.
        writer.framing(chunked, reply.status() == 204 ? -1 : semantics.contentLength());
        if (!kept) {
            writer.connectionClose();
        } else if (minorVersion == 0) {
            writer.connectionKeepAlive();
        }
        writer.endOfHead();
        output.head(writer);
        return kept;
    }

    void data(ByteBuf data) {
        if (chunked) {
            output.chunk(data);
        } else {
            output.data(data);
        }
    }

    void end(MessageHead trailer) {
        if (chunked) {
            HeadWriter writer = worker.writer();
            writer.trailer(trailer);
            output.lastChunk(writer);
        }
        output.flushSoon();
    }

    void switchProtocols(MessageHead reply) {
        chunked = false;
        untilClose = true;
        HeadWriter writer = worker.writer();
        writer.reply(reply);
        writer.connectionUpgrade();
        writer.endOfHead();
        output.head(writer);
        output.flush();
    }

    void refuse(Refusal refusal, boolean withBody, boolean close) {
        HeadWriter writer = worker.writer();
        OwnReply.write(writer, refusal, withBody, close);
        output.head(writer);
        output.flush();
    }

    void answer(LocalReply local, boolean withBody, boolean close) {
        HeadWriter writer = worker.writer();
        local.write(writer, withBody, close);
        output.head(writer);
        output.flush();
    }
}
