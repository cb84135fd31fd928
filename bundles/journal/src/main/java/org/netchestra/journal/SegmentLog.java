package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.StepState;

/**
 * A log in segment files of bounded size and age.
 *
 * <p>Segments go in the order in which they came: the record that ends an entry must not go before the one that began it, or
 * a restart would take the entry for one in flight. A segment goes when no entry in flight has a record in it and no reply
 * in it is wanted. One that is too old, or one too many, has the records of its few live entries copied to the newest
 * segment first, and the replies in it are given up.
 *
 * <p>When the disk fails, what was to be written is told so, and the log rests until the next tick; entries that ended meanwhile are
 * ended in the next segment that can be written.
 *
 * <p>Everything but the three methods of {@link RecordLog} is confined to the writing thread.
 */
final class SegmentLog implements RecordLog {

    private final Path directory;
    private final DiskWriter writer;
    private final BlockPool blocks;
    private final Limits limits;
    private final boolean sync;
    private final Supplier<List<ByteBuffer>> checkpoint;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Map<Long, LiveRecord> live = new HashMap<>();
    private @Nullable Segment current;
    private long sequence;
    private long nowMillis;
    private boolean closed;
    private boolean resting;
    private final Set<Long> unended = new LinkedHashSet<>();
    private final AtomicLong bytes = new AtomicLong();

    /**
     * Bounds of the log.
     *
     * @param segmentBytes size of a segment
     * @param bytes size of all segments
     * @param ageMillis age of a segment
     */
    record Limits(long segmentBytes, long bytes, long ageMillis) {}

    /**
     * @param sequence the number of the first new segment, above those that are there
     * @param sync whether a segment is forced to the disk when it is full
     * @param nowMillis the wall clock
     * @param checkpoint what every new segment repeats
     */
    SegmentLog(
            Path directory,
            long sequence,
            DiskWriter writer,
            BlockPool blocks,
            Limits limits,
            boolean sync,
            long nowMillis,
            Supplier<List<ByteBuffer>> checkpoint) {
        this.directory = directory;
        this.sequence = sequence;
        this.writer = writer;
        this.blocks = blocks;
        this.limits = limits;
        this.sync = sync;
        this.nowMillis = nowMillis;
        this.checkpoint = checkpoint;
    }

    static boolean isSegment(Path file) {
        return file.getFileName().toString().matches("log-[0-9a-f]{16}\\.seg");
    }

    static long sequenceOf(Path file) {
        return Long.parseUnsignedLong(file.getFileName().toString().substring(4, 20), 16);
    }

    /** Bytes in all segments. */
    long bytes() {
        return bytes.get();
    }

    /** Takes over a segment that was there before; in their order, before anything is appended. */
    void adopt(Path file, long createdMillis, long repliesUntilMillis, List<LiveRecord> entries) throws IOException {
        Segment segment = new Segment(new FileAppender(file, blocks), createdMillis);
        segment.repliesUntilMillis = repliesUntilMillis;
        for (LiveRecord entry : entries) {
            live.put(entry.id(), entry);
            entry.in(segment);
        }
        segments.add(segment);
        grew(segment, Files.size(file));
    }

    private void grew(Segment segment, long size) {
        segment.bytes += size;
        bytes.addAndGet(size);
    }

    @Override
    public void open(LiveRecord entry, ByteBuffer[] frames, @Nullable Consumer<Boolean> stored) {
        int size = 0;
        for (ByteBuffer frame : frames) {
            size += frame.position();
        }
        submit(size, stored, () -> {
            live.put(entry.id(), entry);
            for (ByteBuffer frame : frames) {
                entry.in(write(frame));
            }
        });
    }

    @Override
    public void append(LiveRecord entry, ByteBuffer frame, long replyUntilMillis, @Nullable Consumer<Boolean> stored) {
        submit(frame.position(), stored, () -> {
            Segment segment = write(frame);
            entry.in(segment);
            segment.repliesUntilMillis = Math.max(segment.repliesUntilMillis, replyUntilMillis);
        });
    }

    @Override
    public void note(ByteBuffer frame) {
        submit(frame.position(), null, () -> write(frame));
    }

    @Override
    public void end(LiveRecord entry, ByteBuffer frame) {
        writer.submit(
                new LogJob(null) {
                    private boolean recorded;

                    @Override
                    void write() throws IOException {
                        if (live.remove(entry.id()) != null) {
                            recorded = entry.isRecorded();
                            entry.end();
                            SegmentLog.this.write(frame);
                        }
                    }

                    @Override
                    public void failed(IOException failure) {
                        super.failed(failure);
                        if (recorded) {
                            unended.add(entry.id());
                        }
                    }
                },
                frame.position());
    }

    /** Removes what is no longer wanted; to be called about once a second. */
    void tick(long wallMillis) {
        writer.submit(() -> {
            nowMillis = wallMillis;
            resting = false;
            reclaim();
        });
    }

    /** Closes the files when all before is written. */
    void close() {
        writer.submit(() -> {
            if (current != null) {
                force(current);
                current.file.close();
            }
            closed = true;
        });
    }

    private interface Writing {
        void write() throws IOException;
    }

    private void submit(int size, @Nullable Consumer<Boolean> stored, Writing writing) {
        writer.submit(
                new LogJob(stored) {
                    @Override
                    void write() throws IOException {
                        writing.write();
                    }
                },
                size);
    }

    /** Writes records. */
    private abstract class LogJob implements DiskJob {

        private final @Nullable Consumer<Boolean> stored;

        /** @param stored hears whether they were written, or null */
        LogJob(@Nullable Consumer<Boolean> stored) {
            this.stored = stored;
        }

        abstract void write() throws IOException;

        @Override
        public @Nullable FileAppender run(DiskWriter w) throws IOException {
            if (closed) {
                return null;
            }
            write();
            return current == null ? null : current.file;
        }

        @Override
        public boolean urgent() {
            return stored != null;
        }

        @Override
        public void done() {
            tell(!closed);
        }

        @Override
        public void failed(IOException failure) {
            abandonSegment();
            tell(false);
        }

        private void tell(boolean success) {
            if (stored != null) {
                stored.accept(success);
            }
        }
    }

    private Segment write(ByteBuffer frame) throws IOException {
        Segment segment = roomFor(frame.position());
        append(segment, frame);
        return segment;
    }

    private void append(Segment segment, ByteBuffer frame) throws IOException {
        Frame.seal(frame);
        grew(segment, frame.remaining());
        segment.file.append(frame);
    }

    private Segment roomFor(int size) throws IOException {
        Segment segment = current;
        if (segment != null && segment.file.size() + size <= limits.segmentBytes()) {
            return segment;
        }
        return roll();
    }

    private Segment roll() throws IOException {
        if (resting) {
            throw new IOException("a write failed a moment ago");
        }
        if (current != null) {
            force(current);
            current.file.close();
            writer.forget(current.file);
        }
        Path path = directory.resolve(String.format("log-%016x.seg", sequence++));
        Segment segment = new Segment(new FileAppender(path, blocks), nowMillis);
        segments.add(segment);
        current = segment;
        for (ByteBuffer frame : checkpoint.get()) {
            append(segment, frame);
        }
        if (!unended.isEmpty()) {
            for (long id : unended) {
                append(segment, LogRecords.end(id, StepState.ABANDONED));
            }
            segment.file.flush();
            unended.clear();
        }
        return segment;
    }

    /** After a failed write the file's end is unknown: what comes goes to a new one. */
    private void abandonSegment() {
        resting = true;
        Segment broken = current;
        current = null;
        if (broken == null) {
            return;
        }
        writer.forget(broken.file);
        try {
            if (broken.file.isBlank()) {
                live.values().forEach(entry -> entry.gone(broken));
                remove(broken);
            } else {
                broken.file.close();
            }
        } catch (IOException unusable) {
            // It stays among the segments, and goes when its turn comes.
        }
    }

    private void remove(Segment segment) throws IOException {
        segments.remove(segment);
        bytes.addAndGet(-segment.bytes);
        writer.forget(segment.file);
        segment.file.delete();
    }

    private void reclaim() throws IOException {
        // Copying adds segments: only those that are there now are looked at.
        for (int i = segments.size(); i > 0; i--) {
            Segment oldest = segments.element();
            boolean wanted = oldest.live > 0 || oldest.repliesUntilMillis > nowMillis;
            boolean tooMuch = bytes.get() > limits.bytes() || nowMillis - oldest.createdMillis > limits.ageMillis();
            if (oldest == current || (wanted && !tooMuch)) {
                return;
            }
            copyLive(oldest);
            remove(oldest);
        }
    }

    private void copyLive(Segment segment) throws IOException {
        if (segment.live == 0) {
            return;
        }
        try (FileChannel channel = FileChannel.open(segment.path(), StandardOpenOption.READ)) {
            FrameReader reader = new FrameReader(channel, FrameReader.FILE_HEADER);
            for (ByteBuffer frame = reader.next(); frame != null; frame = reader.next()) {
                LiveRecord entry = live.get(Frame.idOf(frame));
                if (entry != null) {
                    entry.in(write(ByteBuffer.allocate(frame.limit()).put(frame.position(0))));
                    entry.gone(segment);
                }
            }
        }
        if (current != null) {
            force(current);
        }
    }

    private void force(Segment segment) throws IOException {
        segment.file.flush();
        if (sync) {
            segment.file.sync();
        }
    }
}
