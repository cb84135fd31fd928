package org.netchestra.api.journal;

import java.util.Map;

/**
 * Totals of the journal.
 *
 * @param inFlight entries in flight
 * @param opened entries opened
 * @param passed requests that came to their end without needing an entry
 * @param confirmed entries whose reply was delivered
 * @param failed entries that ended with an error
 * @param abandoned entries whose client left
 * @param replays attempts after the first, by the verdict's reason
 * @param failures entries that ended with an error, by the verdict's reason
 * @param givenUp entries whose request could no longer be kept, by the reason
 * @param outcomesUnknown answers that had to say so
 * @param unconfirmedReplies replies too large to be confirmed as a whole
 * @param memoryBytes bytes kept in memory
 * @param diskBytes bytes on disk
 * @param storedReplies replies kept for repeated idempotency keys
 * @param transactions open transactions
 * @param recovered requests found in flight after a restart
 * @param tornRecords records that were not whole when the journal was read
 * @param writeErrors failed writes
 */
public record JournalStatistics(
        int inFlight,
        long opened,
        long passed,
        long confirmed,
        long failed,
        long abandoned,
        Map<String, Long> replays,
        Map<String, Long> failures,
        Map<String, Long> givenUp,
        long outcomesUnknown,
        long unconfirmedReplies,
        long memoryBytes,
        long diskBytes,
        int storedReplies,
        int transactions,
        long recovered,
        long tornRecords,
        long writeErrors) {

    public JournalStatistics {
        replays = Map.copyOf(replays);
        failures = Map.copyOf(failures);
        givenUp = Map.copyOf(givenUp);
    }
}
