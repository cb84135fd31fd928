package org.netchestra.dispatcher.netty.splice;

import io.netty.channel.FileRegion;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.function.Consumer;

/**
 * Bytes in a pipe on their way into a socket. Netty's queue of what is to be written keeps them in order with everything else, and
 * lets go of them when they are out or never will be. Confined to one event loop.
 */
final class PipedBytes extends AbstractReferenceCounted implements FileRegion {

    private final Pipe pipe;
    private final FileDescriptor socket;
    private final int count;
    private final Runnable sent;
    private final Consumer<PipedBytes> released;
    private int transferred;

    /**
     * @param socket where they go
     * @param count how many are in the pipe
     * @param sent hears whenever some of them are out
     * @param released hears the end
     */
    PipedBytes(Pipe pipe, FileDescriptor socket, int count, Runnable sent, Consumer<PipedBytes> released) {
        this.pipe = pipe;
        this.socket = socket;
        this.count = count;
        this.sent = sent;
        this.released = released;
    }

    Pipe pipe() {
        return pipe;
    }

    /** How many are still in the pipe. */
    int left() {
        return count - transferred;
    }

    @Override
    public long transferTo(WritableByteChannel same, long position) throws IOException {
        int moved = pipe.drain(socket, count - position);
        transferred += moved;
        if (moved > 0) {
            sent.run();
        }
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
        released.accept(this);
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
