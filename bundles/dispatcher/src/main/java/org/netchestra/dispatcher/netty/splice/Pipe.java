package org.netchestra.dispatcher.netty.splice;

import io.netty.buffer.ByteBuf;
import io.netty.channel.epoll.Native;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.netchestra.core.os.PipeSizer;

/** A pipe of the kernel, through which bytes go from socket to socket without entering user space. Confined to one event loop. */
final class Pipe {

    private static final int NO_OFFSET = -1;

    private final FileDescriptor input;
    private final FileDescriptor output;
    private final int capacity;

    /** What {@link FileDescriptor#pipe} made, and the bytes it has room for. */
    private Pipe(FileDescriptor[] ends, int capacity) {
        output = ends[0];
        input = ends[1];
        this.capacity = capacity;
    }

    static Pipe open(PipeSizer sizer) throws IOException {
        FileDescriptor[] ends = FileDescriptor.pipe();
        return new Pipe(ends, sizer.enlarge(ends[1].intValue()));
    }

    /** Moves what a socket has into the empty pipe: how many bytes; 0 when it has none or its input has ended. */
    int fill(FileDescriptor socket, long atMost) throws IOException {
        return Native.splice(socket.intValue(), NO_OFFSET, input.intValue(), NO_OFFSET, Math.min(capacity, atMost));
    }

    /** Moves bytes into a socket: how many; 0 when that takes none now. */
    int drain(FileDescriptor socket, long bytes) throws IOException {
        return Native.splice(output.intValue(), NO_OFFSET, socket.intValue(), NO_OFFSET, bytes);
    }

    /** Takes bytes out into user space: as many as there is room for, which must be in it. */
    void drain(ByteBuf into) throws IOException {
        while (into.isWritable()) {
            ByteBuffer room = into.nioBuffer(into.writerIndex(), into.writableBytes());
            int read = output.read(room, room.position(), room.limit());
            if (read <= 0) {
                throw new IOException("pipe: " + into.writableBytes() + " bytes less than went in");
            }
            into.writerIndex(into.writerIndex() + read);
        }
    }

    void close() {
        for (FileDescriptor end : new FileDescriptor[] {input, output}) {
            try {
                end.close();
            } catch (IOException broken) {
                throw new IllegalStateException(
                        "pipe: " + broken.getMessage() + " (expected: one that can be closed)", broken);
            }
        }
    }
}
