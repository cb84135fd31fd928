package org.netchestra.dispatcher.netty.splice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.FileRegion;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in a pipe on their way into a socket. Netty's queue of what is to be written keeps them in order with everything else, and
 * lets go of them when they are out or never will be. Confined to one event loop.
 */
final class PipedBytes extends AbstractReferenceCounted implements FileRegion {

    /** Looks at which nothing has moved, until it counts as stuck: a second. */
    private static final int STUCK = 10;

    private final PipePool pipes;
    private final FileDescriptor socket;
    private @Nullable Pipe pipe;
    private @Nullable ByteBuf outside;
    private final int count;
    private final Runnable sent;
    private final Runnable released;
    private int transferred;
    private int transferredBefore;
    private int looks;

    /**
     * @param pipes where the pipe goes back
     * @param socket where they go
     * @param count how many are in the pipe
     * @param sent hears whenever some of them are out
     * @param released hears the end
     */
    PipedBytes(PipePool pipes, Pipe pipe, FileDescriptor socket, int count, Runnable sent, Runnable released) {
        this.pipes = pipes;
        this.pipe = pipe;
        this.socket = socket;
        this.count = count;
        this.sent = sent;
        this.released = released;
    }

    /** Whether nothing has moved for a second of looking ten times. */
    boolean isStuck() {
        looks = transferred == transferredBefore ? looks + 1 : 0;
        transferredBefore = transferred;
        return looks >= STUCK;
    }

    /** Waits in user space from here on, and gives the pipe back. */
    void leavePipe() {
        Pipe from = pipe;
        if (from == null) {
            return;
        }
        ByteBuf copy = PooledByteBufAllocator.DEFAULT.directBuffer(left(), left());
        try {
            from.drain(copy);
        } catch (IOException lost) {
            copy.release();
            throw new IllegalStateException(lost);
        }
        outside = copy;
        pipe = null;
        pipes.giveBack(from);
    }

    /** How many are not out yet. */
    int left() {
        return count - transferred;
    }

    @Override
    public long transferTo(WritableByteChannel same, long position) throws IOException {
        Pipe from = pipe;
        int moved = from == null ? send(same) : from.drain(socket, count - position);
        transferred += moved;
        if (moved > 0) {
            sent.run();
        }
        return moved;
    }

    private int send(WritableByteChannel to) throws IOException {
        ByteBuf copy = outside;
        if (copy == null) {
            return 0;
        }
        int moved = to.write(copy.nioBuffer());
        copy.skipBytes(moved);
        return moved;
    }

    @Override
    public long position() {
        return 0;
    }

    @Override
    public long transferred() {
        return transferred;
    }

    @Override
    @Deprecated
    public long transfered() {
        return transferred;
    }

    @Override
    public long count() {
        return count;
    }

    @Override
    protected void deallocate() {
        pipes.waitsNoMore(this);
        Pipe from = pipe;
        pipe = null;
        if (from != null && left() == 0) {
            pipes.giveBack(from);
        } else if (from != null) {
            pipes.discard(from);
        }
        if (outside != null) {
            outside.release();
            outside = null;
        }
        released.run();
    }

    @Override
    public FileRegion retain() {
        super.retain();
        return this;
    }

    @Override
    public FileRegion retain(int increment) {
        super.retain(increment);
        return this;
    }

    @Override
    public FileRegion touch() {
        return this;
    }

    @Override
    public FileRegion touch(Object hint) {
        return this;
    }
}
