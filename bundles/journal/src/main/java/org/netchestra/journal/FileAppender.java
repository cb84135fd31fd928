package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Appends frames to one file; several small ones with one system call. Confined to the thread that writes; {@link #written}
 * may be read from any.
 */
final class FileAppender {

    private static final int MOST_BUFFERS = 64;

    private final Path path;
    private final BlockPool blocks;
    private final List<ByteBuffer> pending = new ArrayList<>();
    private @Nullable FileChannel channel;
    private boolean unsynced;
    private long size;
    private volatile long written;

    FileAppender(Path path, BlockPool blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    Path path() {
        return path;
    }

    /** Bytes appended, whether written or not. */
    long size() {
        return size;
    }

    /** Bytes that a reader of the file sees. */
    long written() {
        return written;
    }

    /** The file is there and is only read. */
    void adopt() {
        written = Long.MAX_VALUE;
    }

    /** Takes a sealed frame; the buffer is not the caller's any more. */
    void append(ByteBuffer frame) throws IOException {
        if (channel == null) {
            channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            pending.add(FrameReader.fileHeader());
            size += FrameReader.FILE_HEADER;
        }
        size += frame.remaining();
        pending.add(frame);
        if (pending.size() >= MOST_BUFFERS) {
            flush();
        }
    }

    /** Writes what was appended. */
    void flush() throws IOException {
        if (channel == null || pending.isEmpty()) {
            return;
        }
        ByteBuffer[] buffers = pending.toArray(new ByteBuffer[0]);
        try {
            while (buffers[buffers.length - 1].hasRemaining()) {
                channel.write(buffers);
            }
            unsynced = true;
            written = size;
        } finally {
            pending.clear();
            for (ByteBuffer buffer : buffers) {
                blocks.release(buffer);
            }
        }
    }

    /** Whether the file has no frame, not even a part of one, or is not there at all. */
    boolean isBlank() throws IOException {
        return !Files.exists(path) || Files.size(path) <= FrameReader.FILE_HEADER;
    }

    /** Forces what was written to the disk. */
    void sync() throws IOException {
        if (channel != null && unsynced) {
            channel.force(false);
            unsynced = false;
        }
    }

    void close() throws IOException {
        if (channel != null) {
            channel.close();
        }
    }

    /** Removes the file, whatever was not written of it. */
    void delete() throws IOException {
        pending.forEach(blocks::release);
        pending.clear();
        close();
        Files.deleteIfExists(path);
    }
}
