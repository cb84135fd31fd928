package org.netchestra.journal;

import java.nio.file.Path;
import java.time.Duration;

/**
 * Bounds of the whole journal.
 *
 * @param directory where its files are
 * @param memoryBytes requests kept in memory
 * @param diskBytes bodies kept on disk
 * @param logBytes segments of the durable log
 * @param segmentBytes one segment
 * @param segmentAge the oldest segment
 * @param queueBytes bytes waiting to be written above which clients are asked to wait
 * @param fsync when written records are forced to the disk
 * @param keepReplies how long replies are kept for repeated idempotency keys
 * @param replyBytes those replies, in memory, of one virtual server
 */
public record JournalSettings(
        Path directory,
        long memoryBytes,
        long diskBytes,
        long logBytes,
        long segmentBytes,
        Duration segmentAge,
        long queueBytes,
        Fsync fsync,
        Duration keepReplies,
        long replyBytes) {

    /** 64 MB of memory, 8 GB of bodies and 1 GB of log on disk, no fsync, replies for ten minutes. */
    public static JournalSettings in(Path directory) {
        return new JournalSettings(
                directory,
                64L << 20,
                8L << 30,
                1L << 30,
                64L << 20,
                Duration.ofMinutes(30),
                8L << 20,
                Fsync.OFF,
                Duration.ofMinutes(10),
                16L << 20);
    }
}
