package org.netchestra.dispatcher.netty.http1;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.message.HeadWriter;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.splice.Splicing;

/**
 * What is on its way into a channel. Heads and small pieces of data are gathered in one buffer, so that an ordinary message costs
 * one system call; large pieces are passed on as they are. Confined to one event loop.
 */
final class ChannelOutput {

    private static final int GATHER = 4096;

    /** Written but unflushed bytes at which a flush is worth more than waiting for the end of the read. */
    private static final int FLUSH_AT = 64 * 1024;

    /** Bytes that wait for the end of a turn at most, where others do the same. */
    private static final int SOON_AT_MOST = 16 * 1024;

    private static final byte[] LAST_CHUNK = {'0', '\r', '\n'};
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private final Worker worker;
    private final ChannelHandlerContext context;
    private final Runnable atTurnEnd;
    private @Nullable ByteBuf gathered;
    private boolean unflushed;
    private int unflushedBytes;
    private boolean flushesSoon;
    private @Nullable Splice splice;
    private long total;

    ChannelOutput(Worker worker, ChannelHandlerContext context) {
        this.worker = worker;
        this.context = context;
        atTurnEnd = this::flush;
    }

    /** Bytes written since the start, flushed or not. */
    long total() {
        return total;
    }

    /** Bytes written that the network has not taken, flushed or not. */
    long pendingBytes() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        ByteBuf buffer = gathered;
        return (queue == null ? 0 : pending(queue)) + (buffer == null ? 0 : buffer.readableBytes());
    }

    /** Netty does not know how much is in a pipe. */
    private long pending(ChannelOutboundBuffer queue) {
        return queue.totalPendingWriteBytes() + (splice == null ? 0 : splice.pendingBytes());
    }

    /** Bytes that the network was given and has not taken: what only waits for the end of a turn is not held up by the peer. */
    long untakenBytes() {
        ChannelOutboundBuffer queue = context.channel().unsafe().outboundBuffer();
        return queue == null || queue.size() == 0 ? 0 : pending(queue);
    }

    /** Whether more data is welcome now. */
    boolean isWritable() {
        return context.channel().isWritable() && (splice == null || splice.isDrained());
    }

    /**
     * Makes a way for bytes that come from another socket and do not pass through here, behind what was written so far; null when there
     * is none, or the last one still has something on it.
     *
     * @param listener hears what happens on that way
     */
    @Nullable
    Splice splice(SocketChannel from, Splice.Listener listener) {
        Splicing splicing = worker.splicing();
        if (splicing == null || !isWritable()) {
            return null;
        }
        splice = splicing.between(from, (SocketChannel) context.channel(), listener);
        if (splice != null) {
            flush();
        }
        return splice;
    }

    /** Nothing more comes on the last way that was made, unless something still is on it. */
    void endSplice() {
        if (splice != null && splice.isDrained()) {
            splice = null;
        }
    }

    /** Counts bytes that were written without passing through here. */
    void spliced(int bytes) {
        total += bytes;
    }

    /** Copies what a writer holds. */
    void head(HeadWriter writer) {
        int length = writer.length();
        gatherer(length).writeBytes(writer.bytes(), 0, length);
        count(length);
    }

    /** Passes data on; takes it over. */
    void data(ByteBuf data) {
        int length = data.readableBytes();
        count(length);
        if (fits(length)) {
            gatherer(length).writeBytes(data);
            data.release();
            return;
        }
        emit();
        write(data);
        if (unflushedBytes >= FLUSH_AT) {
            flush();
        }
    }

    /** Passes data on as one chunk of a chunked body; takes it over. */
    void chunk(ByteBuf data) {
        size(data.readableBytes());
        data(data);
        gatherer(2).writeByte('\r').writeByte('\n');
        count(2);
    }

    /** Ends a chunked body, with the trailer section that a writer holds. */
    void lastChunk(HeadWriter trailer) {
        gatherer(LAST_CHUNK.length).writeBytes(LAST_CHUNK);
        count(LAST_CHUNK.length);
        head(trailer);
    }

    /**
     * Sends what was written when the event loop's turn is over, or now if it is more than caches should hold meanwhile. Who closes the
     * channel before that, and wants it sent, flushes first.
     */
    void flushSoon() {
        if (unflushedBytes > SOON_AT_MOST) {
            flush();
        } else if (!flushesSoon && unflushedBytes > 0) {
            flushesSoon = true;
            worker.atTurnEnd(atTurnEnd);
        }
    }

    /** Sends what was written now. */
    void flush() {
        flushesSoon = false;
        emit();
        if (unflushed) {
            unflushed = false;
            unflushedBytes = 0;
            context.flush();
        }
    }

    /** Forgets what was gathered; the channel is gone. */
    void release() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private boolean fits(int length) {
        ByteBuf buffer = gathered;
        return length <= (buffer == null ? GATHER / 4 : buffer.writableBytes());
    }

    private ByteBuf gatherer(int length) {
        ByteBuf buffer = gathered;
        if (buffer != null && buffer.writableBytes() >= length) {
            return buffer;
        }
        emit();
        buffer = context.alloc().directBuffer(Math.max(GATHER, length));
        gathered = buffer;
        return buffer;
    }

    private void emit() {
        ByteBuf buffer = gathered;
        if (buffer != null) {
            gathered = null;
            write(buffer);
        }
    }

    /** A failed write comes back as an exception in the pipeline; that is what the void promise is for. */
    @SuppressWarnings("FutureReturnValueIgnored")
    private void write(ByteBuf bytes) {
        context.write(bytes, context.voidPromise());
        unflushed = true;
    }

    private void count(int bytes) {
        total += bytes;
        unflushedBytes += bytes;
    }

    /** Writes a chunk-size line. */
    private void size(int size) {
        ByteBuf out = gatherer(10);
        int digits = Math.max(1, (35 - Integer.numberOfLeadingZeros(size)) / 4);
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.writeByte(HEX[size >>> shift & 15]);
        }
        out.writeByte('\r').writeByte('\n');
        count(digits + 2);
    }
}
