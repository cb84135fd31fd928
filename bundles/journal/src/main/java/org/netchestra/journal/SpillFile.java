package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A large body in a segment file of its own: appended while it streams, read again in constant memory, removed at once when
 * it is confirmed. Thread-safe.
 */
final class SpillFile {

    /** Smaller pieces take a buffer of their own size instead of a block. */
    private static final int SMALL = 8 << 10;

    private final long id;
    private final Storage storage;
    private final FileAppender file;
    private final Consumer<GiveUp> lost;
    private final Queue<Runnable> readers = new ConcurrentLinkedQueue<>();
    private long reserved;
    private volatile boolean deleted;

    /**
     * @param lost told, on any thread, when the file can no longer be relied on
     */
    SpillFile(long id, Storage storage, Consumer<GiveUp> lost) {
        this.id = id;
        this.storage = storage;
        this.lost = lost;
        file = new FileAppender(pathOf(storage.directory(), id), storage.blocks());
    }

    /** A whole body that is there already. */
    static SpillFile adopted(long id, Storage storage, Consumer<GiveUp> lost) {
        SpillFile file = new SpillFile(id, storage, lost);
        file.file.adopt();
        return file;
    }

    static Path pathOf(Path directory, long id) {
        return directory.resolve(String.format("body-%016x.seg", id));
    }

    static boolean isBody(Path file) {
        return file.getFileName().toString().matches("body-[0-9a-f]{16}\\.seg");
    }

    /**
     * Appends bytes of the body; confined to the entry's event loop.
     *
     * @return whether the disk keeps up
     */
    boolean append(long offset, ByteBuffer bytes) {
        boolean room = true;
        long at = offset;
        while (bytes.hasRemaining()) {
            int length = Math.min(BlockPool.BODY_BYTES, bytes.remaining());
            ByteBuffer piece = bytes.slice(bytes.position(), length);
            bytes.position(bytes.position() + length);
            room = write(LogRecords.body(buffer(length), id, at, piece), false, null);
            at += length;
        }
        return room;
    }

    /** Says that the body has ended; confined to the entry's event loop. */
    void whole(long length, @Nullable Runnable stored) {
        write(LogRecords.whole(id, length), true, stored);
    }

    private ByteBuffer buffer(int length) {
        ByteBuffer block = length > SMALL ? storage.blocks().take() : null;
        return block != null ? block : ByteBuffer.allocate(Frame.HEADER + Long.BYTES + length);
    }

    private boolean write(ByteBuffer frame, boolean urgent, @Nullable Runnable stored) {
        int size = frame.position();
        if (!storage.disk().take(size)) {
            storage.blocks().release(frame);
            lost.accept(GiveUp.DISK_FULL);
            return true;
        }
        reserved += size;
        return storage.writer().submit(new Append(frame, urgent, stored), size);
    }

    /** Removes the file; confined to the entry's event loop. */
    void delete() {
        deleted = true;
        long bytes = reserved;
        storage.writer().submit(() -> {
            storage.writer().forget(file);
            storage.disk().give(bytes);
            file.delete();
            wakeReaders();
        });
    }

    /** Reads the body from its beginning. */
    Reader reader() {
        return new Reader();
    }

    private void wakeReaders() {
        for (Runnable next = readers.poll(); next != null; next = readers.poll()) {
            next.run();
        }
    }

    /** One frame on its way to the file. */
    private final class Append implements DiskJob {
        private final ByteBuffer frame;
        private final boolean urgent;
        private final @Nullable Runnable stored;

        Append(ByteBuffer frame, boolean urgent, @Nullable Runnable stored) {
            this.frame = frame;
            this.urgent = urgent;
            this.stored = stored;
        }

        @Override
        public @Nullable FileAppender run(DiskWriter writer) throws IOException {
            if (deleted) {
                storage.blocks().release(frame);
                return null;
            }
            file.append(Frame.seal(frame));
            return file;
        }

        @Override
        public boolean urgent() {
            return urgent;
        }

        @Override
        public void done() {
            wakeReaders();
            tell();
        }

        @Override
        public void failed(IOException failure) {
            lost.accept(GiveUp.DISK_ERROR);
            wakeReaders();
            tell();
        }

        private void tell() {
            if (stored != null) {
                stored.run();
            }
        }
    }

    /** What a reader finds next. */
    interface Found {
        void body(ByteBuffer bytes);

        void end();

        void lost(String why);
    }

    /** Reads the file while it grows. One call of {@link #next} at a time; not thread-safe otherwise. */
    final class Reader {
        private @Nullable FileChannel channel;
        private @Nullable FrameReader frames;
        private long position;

        /** Finds the bytes from {@code offset} on; later, on a reading thread. */
        void next(long offset, Found found) {
            storage.reading().execute(() -> read(offset, found));
        }

        private void read(long offset, Found found) {
            try {
                if (deleted) {
                    found.lost("the kept body is gone");
                } else if (file.written() > position) {
                    readFrame(offset, found);
                } else {
                    waitForMore(offset, found);
                }
            } catch (IOException failure) {
                found.lost(failure.toString());
            }
        }

        private void waitForMore(long offset, Found found) {
            Runnable again = () -> next(offset, found);
            readers.add(again);
            if ((deleted || file.written() > position) && readers.remove(again)) {
                again.run();
            }
        }

        private void readFrame(long offset, Found found) throws IOException {
            FrameReader reader = open();
            ByteBuffer frame = reader.next();
            position = reader.position();
            if (frame == null || reader.broken() > 0) {
                found.lost("the kept body is damaged in " + file.path().getFileName());
                return;
            }
            RecordType type = RecordType.of(Frame.typeOf(frame));
            if (type == RecordType.WHOLE) {
                found.end();
                return;
            }
            int known = (int) Math.max(0, offset - frame.getLong());
            if (known >= frame.remaining()) {
                read(offset, found);
            } else {
                found.body(frame.position(frame.position() + known).slice());
            }
        }

        private FrameReader open() throws IOException {
            FrameReader reader = frames;
            if (reader == null) {
                channel = FileChannel.open(file.path(), StandardOpenOption.READ);
                reader = new FrameReader(channel, FrameReader.FILE_HEADER);
                frames = reader;
            }
            return reader;
        }

        void close() {
            FileChannel open = channel;
            if (open != null) {
                storage.reading().execute(() -> {
                    try {
                        open.close();
                    } catch (IOException ignored) {
                        // A file that was only read: there is nothing to lose.
                        return;
                    }
                });
            }
        }
    }
}
