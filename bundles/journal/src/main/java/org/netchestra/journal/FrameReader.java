package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Reads frames from a file, one after another, and believes none that its checksum does not vouch for.
 *
 * <p>A record that is not right is skipped if a right one follows where it should end; otherwise the file ends there for
 * us: that is what a crash leaves. Not thread-safe. Memory: one frame.
 */
final class FrameReader {

    /** Bytes before the first frame: a magic number and a version. */
    static final int FILE_HEADER = 8;

    private static final long MAGIC = 0x4e43_4a4c_0000_0001L;
    private static final int FIRST_CAPACITY = 4096;

    private final SeekableByteChannel channel;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
    private ByteBuffer frame = ByteBuffer.allocate(FIRST_CAPACITY);
    private long position;
    private int broken;

    /**
     * @param position where the next frame starts
     */
    FrameReader(SeekableByteChannel channel, long position) {
        this.channel = channel;
        this.position = position;
    }

    static ByteBuffer fileHeader() {
        return ByteBuffer.allocate(FILE_HEADER).putLong(MAGIC).flip();
    }

    static boolean isJournal(SeekableByteChannel channel) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(FILE_HEADER);
        return readFully(channel, 0, header) && header.getLong(0) == MAGIC;
    }

    /** Where the next frame starts. */
    long position() {
        return position;
    }

    /** Records that were not right. */
    int broken() {
        return broken;
    }

    /** The next frame that is right, from index 0 to its limit, or null at the end; valid until the next call. */
    @Nullable
    ByteBuffer next() throws IOException {
        ByteBuffer found = at(position);
        if (found == null && skippable()) {
            broken++;
            position += Frame.HEADER + (long) header.getInt(0);
            found = at(position);
        }
        if (found == null) {
            broken += position < channel.size() ? 1 : 0;
            return null;
        }
        position += found.limit();
        return found;
    }

    /** Whether the header just read has a length that leads to another header. */
    private boolean skippable() throws IOException {
        int length = header.position() == Frame.HEADER ? header.getInt(0) : -1;
        return length >= 0 && length <= Frame.MAX_PAYLOAD && position + 2L * Frame.HEADER + length <= channel.size();
    }

    private @Nullable ByteBuffer at(long start) throws IOException {
        header.clear();
        if (!readFully(channel, start, header)) {
            return null;
        }
        int length = header.getInt(0);
        if (length < 0 || length > Frame.MAX_PAYLOAD || start + Frame.HEADER + length > channel.size()) {
            return null;
        }
        frame = frame.capacity() >= Frame.HEADER + length ? frame.clear() : ByteBuffer.allocate(roomFor(length));
        frame.limit(Frame.HEADER + length);
        if (!readFully(channel, start, frame)) {
            return null;
        }
        frame.position(Frame.HEADER);
        return Frame.checksum(frame) == Frame.crcOf(frame) ? frame : null;
    }

    private static int roomFor(int length) {
        return Math.max(Frame.HEADER + length, Integer.highestOneBit(Frame.HEADER + length) << 1);
    }

    private static boolean readFully(SeekableByteChannel channel, long start, ByteBuffer into) throws IOException {
        channel.position(start);
        while (into.hasRemaining()) {
            if (channel.read(into) < 0) {
                return false;
            }
        }
        return true;
    }
}
