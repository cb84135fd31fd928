package org.netchestra.dispatcher.netty.tcp;

import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.connection.Closing;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.splice.Splice;
import org.netchestra.dispatcher.netty.virtualserver.Relayed;
import org.netchestra.dispatcher.netty.virtualserver.VirtualServer;

/**
 * What one side of a relay that is over has still to take: its connection is closed behind that, or when none of it was taken for
 * some time. Confined to its event loop.
 */
final class LastBytes implements Relayed {

    private final Worker worker;
    private final VirtualServer virtualServer;
    private final SocketChannel channel;
    private final @Nullable Splice splice;
    private final long patienceNanos;
    private long pending;
    private long deadlineNanos;
    private int deadlineSlot = -1;

    /**
     * @param splice what may be on its way within the kernel, or null
     * @param patienceNanos for the peer to take some of it
     */
    LastBytes(
            Worker worker,
            VirtualServer virtualServer,
            SocketChannel channel,
            @Nullable Splice splice,
            long patienceNanos) {
        this.worker = worker;
        this.virtualServer = virtualServer;
        this.channel = channel;
        this.splice = splice;
        this.patienceNanos = patienceNanos;
    }

    void await() {
        pending = pending();
        deadlineNanos = worker.nowNanos() + patienceNanos;
        worker.deadlines().add(this);
        Closing.afterFlush(channel, done -> stop());
    }

    private long pending() {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return (queue == null ? 0 : queue.totalPendingWriteBytes()) + (splice == null ? 0 : splice.pendingBytes());
    }

    @Override
    public VirtualServer virtualServer() {
        return virtualServer;
    }

    @Override
    public void drain() {
        // It ends by itself.
    }

    @Override
    public void stop() {
        worker.deadlines().remove(this);
        Closing.now(channel);
    }

    @Override
    public long deadlineNanos() {
        return deadlineNanos;
    }

    @Override
    public void onDeadline(long nowNanos) {
        long left = pending();
        if (left < pending) {
            pending = left;
            deadlineNanos = nowNanos + patienceNanos;
        } else {
            stop();
        }
    }

    @Override
    public int deadlineSlot() {
        return deadlineSlot;
    }

    @Override
    public void deadlineSlot(int slot) {
        deadlineSlot = slot;
    }
}
