package org.netchestra.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.StepState;

/**
 * Reads what a dispatcher left behind: which requests were in flight, which replies may be asked for again, which transactions
 * were open. Believes only whole records; a torn tail, which a crash leaves, is where a file ends.
 *
 * <p>Records of an entry may come more than once and out of order: segments are compacted by copying. Pieces of bodies carry
 * their offset, the highest attempt counts, an end ends.
 */
final class Recovery {

    /** An entry as its records add up. */
    private static final class Sum {
        private LogRecords.@Nullable Open open;
        private final TreeMap<Long, ByteBuffer> pieces = new TreeMap<>();
        private final Set<Path> segments = new LinkedHashSet<>();
        private long length = -1;
        private int attempts;
        private String server = "";
        private LogRecords.@Nullable Delivering delivering;
        private boolean ended;
    }

    /** A segment that was found. */
    record Found(Path path, long createdMillis, List<LiveRecord> entries, long repliesUntilMillis) {}

    private final Path directory;
    private final Map<Long, Sum> sums = new LinkedHashMap<>();
    private final List<Path> segments = new ArrayList<>();
    private final Map<String, LogRecords.Bound> transactions = new LinkedHashMap<>();
    private final Map<Long, LiveRecord> live = new HashMap<>();
    private final Map<Path, Long> repliesUntil = new HashMap<>();
    private final Set<Path> bodies = new LinkedHashSet<>();
    private int torn;
    private long lastId;
    private long lastSequence = -1;

    private Recovery(Path directory) {
        this.directory = directory;
    }

    /** Reads all files of a directory; blocks. */
    static Recovery read(Path directory) throws IOException {
        Files.createDirectories(directory);
        Recovery recovery = new Recovery(directory);
        List<Path> files;
        try (Stream<Path> all = Files.list(directory)) {
            files = all.sorted().toList();
        }
        for (Path file : files) {
            if (SegmentLog.isSegment(file)) {
                recovery.segment(file);
            } else if (SpillFile.isBody(file)) {
                recovery.bodies.add(file);
            }
        }
        return recovery;
    }

    private void segment(Path file) throws IOException {
        segments.add(file);
        lastSequence = Math.max(lastSequence, SegmentLog.sequenceOf(file));
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!FrameReader.isJournal(channel)) {
                torn++;
                return;
            }
            FrameReader frames = new FrameReader(channel, FrameReader.FILE_HEADER);
            for (ByteBuffer frame = frames.next(); frame != null; frame = frames.next()) {
                record(file, frame);
            }
            torn += frames.broken();
        }
    }

    private void record(Path file, ByteBuffer frame) {
        RecordType type = RecordType.of(Frame.typeOf(frame));
        long id = Frame.idOf(frame);
        lastId = Math.max(lastId, id);
        if (type == null) {
            torn++;
            return;
        }
        if (type == RecordType.TRANSACTION) {
            LogRecords.Bound bound = LogRecords.readTransaction(frame);
            transactions.put(bound.virtualServer() + " " + bound.transaction(), bound);
            return;
        }
        Sum sum = sums.computeIfAbsent(id, i -> new Sum());
        sum.segments.add(file);
        add(file, sum, type, frame);
    }

    private void add(Path file, Sum sum, RecordType type, ByteBuffer payload) {
        switch (type) {
            case OPEN -> sum.open = LogRecords.readOpen(payload);
            case BODY -> sum.pieces.put(payload.getLong(), copy(payload));
            case WHOLE -> sum.length = payload.getLong();
            case ASSIGNED -> {
                LogRecords.Assigned assigned = LogRecords.readAssigned(payload);
                if (assigned.attempt() >= sum.attempts) {
                    sum.attempts = assigned.attempt();
                    sum.server = assigned.server();
                }
            }
            case DELIVERING -> {
                LogRecords.Delivering delivering = LogRecords.readDelivering(payload);
                sum.delivering = delivering;
                repliesUntil.merge(file, delivering.untilMillis(), Math::max);
            }
            case END -> sum.ended = true;
            case TRANSACTION -> throw new IllegalStateException("no record of an entry");
        }
    }

    private static ByteBuffer copy(ByteBuffer payload) {
        return ByteBuffer.allocate(payload.remaining()).put(payload).flip();
    }

    /** The requests in flight, oldest first. Those whose reply had begun to go out are not among them. */
    List<RecoveredRequest> inFlight() throws IOException {
        List<RecoveredRequest> requests = new ArrayList<>();
        for (Map.Entry<Long, Sum> entry : sums.entrySet()) {
            Sum sum = entry.getValue();
            if (sum.open != null && !sum.ended && sum.delivering == null) {
                requests.add(request(entry.getKey(), sum.open, sum));
            }
        }
        return requests;
    }

    private RecoveredRequest request(long id, LogRecords.Open open, Sum sum) throws IOException {
        Path file = SpillFile.pathOf(directory, id);
        boolean spilled = bodies.contains(file);
        ByteBuffer body = spilled ? ByteBuffer.allocate(0) : joined(sum);
        boolean whole = spilled ? wholeFile(file) : sum.length == body.remaining();
        // The last record of a sent request says no more than that it was about to be sent.
        StepState state = sum.attempts == 0 ? StepState.RECEIVED : StepState.SENDING;
        return new RecoveredRequest(id, open, body, spilled, whole, state, sum.attempts, sum.server, record(id));
    }

    private LiveRecord record(long id) {
        return live.computeIfAbsent(id, LiveRecord::new);
    }

    private static ByteBuffer joined(Sum sum) {
        int size = 0;
        for (Map.Entry<Long, ByteBuffer> piece : sum.pieces.entrySet()) {
            if (piece.getKey() == size) {
                size += piece.getValue().remaining();
            }
        }
        ByteBuffer body = ByteBuffer.allocate(size);
        for (Map.Entry<Long, ByteBuffer> piece : sum.pieces.entrySet()) {
            if (piece.getKey() == body.position()) {
                body.put(piece.getValue().duplicate());
            }
        }
        return body.flip();
    }

    private boolean wholeFile(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            if (!FrameReader.isJournal(channel)) {
                return false;
            }
            FrameReader frames = new FrameReader(channel, FrameReader.FILE_HEADER);
            long length = 0;
            for (ByteBuffer frame = frames.next(); frame != null; frame = frames.next()) {
                if (RecordType.of(Frame.typeOf(frame)) == RecordType.WHOLE) {
                    return frames.broken() == 0 && frame.getLong() == length;
                }
                length += frame.remaining() - Long.BYTES;
            }
            torn += frames.broken();
            return false;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /** What is known of answered requests with idempotency keys, oldest first. */
    List<LogRecords.Delivering> replies() {
        List<LogRecords.Delivering> replies = new ArrayList<>();
        for (Sum sum : sums.values()) {
            if (sum.delivering != null && !sum.delivering.key().isEmpty()) {
                replies.add(sum.delivering);
            }
        }
        return replies;
    }

    List<LogRecords.Bound> transactions() {
        return List.copyOf(transactions.values());
    }

    /** The segments in their order, each with the entries in flight that have records in it. */
    List<Found> segments() throws IOException {
        List<Found> found = new ArrayList<>();
        for (Path segment : segments) {
            List<LiveRecord> entries = sums.entrySet().stream()
                    .filter(e -> live.containsKey(e.getKey())
                            && e.getValue().segments.contains(segment))
                    .map(e -> record(e.getKey()))
                    .toList();
            long created = Files.getLastModifiedTime(segment).toMillis();
            found.add(new Found(segment, created, entries, repliesUntil.getOrDefault(segment, 0L)));
        }
        return found;
    }

    /** Files of bodies that belong to no request in flight. */
    List<Path> leftovers() {
        return bodies.stream()
                .filter(file -> live.keySet().stream()
                        .noneMatch(id -> SpillFile.pathOf(directory, id).equals(file)))
                .toList();
    }

    long lastId() {
        return lastId;
    }

    long nextSequence() {
        return lastSequence + 1;
    }

    /** Records that were not whole. */
    int torn() {
        return torn;
    }
}
