package org.netchestra.api.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a virtual server wants of the journal.
 *
 * @param failSafe what it promises
 * @param durable whether requests in flight survive a restart of the dispatcher
 * @param replayable prefixes of the paths whose requests may be sent again whatever their method
 * @param maxAttempts servers tried for one request
 * @param deadline time for all attempts at one request
 * @param maxBodyBytes bodies above are not kept
 * @param budgetPercent replays allowed per hundred requests
 * @param budgetReserve replays allowed per second whatever the load
 * @param transactions how it treats transactions, or null when it has none
 */
public record JournalRules(
        FailSafe failSafe,
        boolean durable,
        List<String> replayable,
        int maxAttempts,
        Duration deadline,
        long maxBodyBytes,
        int budgetPercent,
        int budgetReserve,
        @Nullable TransactionRules transactions) {

    public JournalRules {
        Objects.requireNonNull(failSafe, "failSafe");
        Objects.requireNonNull(deadline, "deadline");
        replayable = List.copyOf(replayable);
    }

    /** In memory, three attempts within a minute, bodies to 1 GB, a budget of 20 % and at least 10 replays a second. */
    public static JournalRules of(FailSafe failSafe) {
        return new JournalRules(failSafe, false, List.of(), 3, Duration.ofMinutes(1), 1L << 30, 20, 10, null);
    }
}
