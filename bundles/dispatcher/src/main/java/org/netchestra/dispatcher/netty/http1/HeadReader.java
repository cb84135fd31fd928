package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import org.netchestra.dispatcher.message.HeadParser;
import org.netchestra.dispatcher.message.HttpLimits;
import org.netchestra.dispatcher.message.MessageHead;

/** Moves bytes from a connection into a head until the head is whole, and takes not one byte more. */
final class HeadReader {

    private HeadReader() {}

    /** As {@link HeadParser#parseRequest}; the input is left at the first byte behind the head. */
    static int readRequest(ByteBuf in, MessageHead head, HttpLimits limits) {
        return read(in, head, limits, false);
    }

    /** As {@link HeadParser#parseReply}; the input is left at the first byte behind the head. */
    static int readReply(ByteBuf in, MessageHead head, HttpLimits limits) {
        return read(in, head, limits, true);
    }

    private static int read(ByteBuf in, MessageHead head, HttpLimits limits, boolean reply) {
        while (in.isReadable() && head.grow(limits.headBytes())) {
            int before = head.length();
            int count = Math.min(head.room(), in.readableBytes());
            in.getBytes(in.readerIndex(), head.bytes(), before, count);
            head.setLength(before + count);
            int end = HeadParser.MORE;
            if (isWorthParsing(head, before, limits)) {
                end = reply ? HeadParser.parseReply(head, limits) : HeadParser.parseRequest(head, limits);
            }
            in.skipBytes(end > 0 ? end - before : count);
            if (end != HeadParser.MORE) {
                return end;
            }
        }
        return HeadParser.MORE;
    }

    /** At the start, where rubbish shows; when a line has ended; and at the limit. A head costs one pass a line at most. */
    private static boolean isWorthParsing(MessageHead head, int before, HttpLimits limits) {
        return before == 0 || head.length() >= limits.headBytes() || head.hasLineFeed(before);
    }
}
