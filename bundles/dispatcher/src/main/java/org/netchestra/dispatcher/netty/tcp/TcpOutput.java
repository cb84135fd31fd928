package org.netchestra.dispatcher.netty.tcp;

import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import org.netchestra.dispatcher.netty.loop.Worker;

/** One direction's way out of a relay, for bytes that are copied. Confined to its event loop. */
final class TcpOutput {

    /** Bytes that wait for the end of a turn at most, where others do the same. */
    private static final int SOON_AT_MOST = 16 * 1024;

    private final Worker worker;
    private final SocketChannel channel;
    private final Runnable atTurnEnd = this::flush;
    private int unflushed;
    private boolean flushesSoon;

    TcpOutput(Worker worker, SocketChannel channel) {
        this.worker = worker;
        this.channel = channel;
    }

    /** Takes over data; whether more is welcome. */
    @SuppressWarnings("FutureReturnValueIgnored") // failures come back through the pipeline
    boolean write(ByteBuf data) {
        unflushed += data.readableBytes();
        channel.write(data, channel.voidPromise());
        return channel.isWritable();
    }

    /** Sends what was written: small messages when the event loop's turn is over, bulk now. */
    void flushSoon() {
        if (unflushed > SOON_AT_MOST) {
            flush();
        } else if (!flushesSoon && unflushed > 0) {
            flushesSoon = true;
            worker.atTurnEnd(atTurnEnd);
        }
    }

    private void flush() {
        flushesSoon = false;
        unflushed = 0;
        channel.flush();
    }
}
