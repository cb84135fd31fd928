package org.netchestra.journal;

import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Severity;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalTopics;

/** Words the journal's events; the lines of paper 001's figure 11 among them. Thread-safe. */
final class Happenings {

    private static final long QUIET_MILLIS = 1000;

    private final ClusterEvents events;
    private final Clock clock;
    /** When the last failure was told, and how many there were since. */
    private final long[] lastDiskFailure = new long[2];

    private final Map<GiveUp, long[]> lastGiveUp = new EnumMap<>(GiveUp.class);

    Happenings(ClusterEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    long nowMillis() {
        return clock.millis();
    }

    void broken(String virtualServer, long transaction, int step, String server, @Nullable FailureCause cause) {
        String why = cause == null ? "it takes no work" : cause.name();
        publish(
                JournalTopics.TRANSACTION_BROKEN,
                Severity.WARNING,
                virtualServer,
                server,
                "Detecting Broken Transaction " + transaction + " on " + server + " in step " + step + ": " + why,
                Map.of(
                        "transaction",
                        Long.toString(transaction),
                        "step",
                        Integer.toString(step),
                        "old",
                        server,
                        "cause",
                        why));
    }

    void continuing(String virtualServer, long transaction, int step, String server) {
        publish(
                JournalTopics.TRANSACTION_CONTINUING,
                Severity.INFO,
                virtualServer,
                server,
                "Continuing Transaction " + transaction + " on " + server,
                Map.of("transaction", Long.toString(transaction), "step", Integer.toString(step), "new", server));
    }

    void lost(String virtualServer, long transaction, int step, String reason) {
        publish(
                JournalTopics.TRANSACTION_LOST,
                Severity.ERROR,
                virtualServer,
                null,
                "Transaction " + transaction + " ended in step " + step + ": " + reason,
                Map.of("transaction", Long.toString(transaction), "step", Integer.toString(step), "reason", reason));
    }

    /** At most one event a second for each reason, with the number of the others. */
    void gaveUp(String virtualServer, GiveUp why) {
        long count;
        synchronized (lastGiveUp) {
            long[] last = lastGiveUp.computeIfAbsent(why, w -> new long[] {0, 0});
            last[1]++;
            if (clock.millis() - last[0] < QUIET_MILLIS) {
                return;
            }
            last[0] = clock.millis();
            count = last[1];
            last[1] = 0;
        }
        publish(
                JournalTopics.GIVEN_UP,
                Severity.WARNING,
                virtualServer,
                null,
                "virtual server " + virtualServer + ": " + count + " request(s) can no longer be sent again: "
                        + why.text(),
                Map.of("reason", why.name(), "count", Long.toString(count)));
    }

    /** At most one event a second, with the number of the others. */
    void diskFailed(Exception failure) {
        long count;
        synchronized (lastDiskFailure) {
            lastDiskFailure[1]++;
            if (clock.millis() - lastDiskFailure[0] < QUIET_MILLIS) {
                return;
            }
            lastDiskFailure[0] = clock.millis();
            count = lastDiskFailure[1];
            lastDiskFailure[1] = 0;
        }
        publish(
                JournalTopics.DISK_FAILED,
                Severity.ERROR,
                null,
                null,
                "the journal cannot write (" + count + " time(s)): " + failure,
                Map.of("problem", String.valueOf(failure), "count", Long.toString(count)));
    }

    void recovered(int found, int replayed, int torn) {
        publish(
                JournalTopics.RECOVERED,
                Severity.INFO,
                null,
                null,
                "the journal found " + found + " request(s) in flight, " + replayed + " of them may be sent again; "
                        + torn + " torn record(s)",
                Map.of(
                        "found",
                        Integer.toString(found),
                        "replayed",
                        Integer.toString(replayed),
                        "torn",
                        Integer.toString(torn)));
    }

    private void publish(
            String topic,
            Severity severity,
            @Nullable String virtualServer,
            @Nullable String server,
            String message,
            Map<String, String> details) {
        events.publish(new ClusterEvent(clock.instant(), topic, severity, virtualServer, server, message, details));
    }
}
