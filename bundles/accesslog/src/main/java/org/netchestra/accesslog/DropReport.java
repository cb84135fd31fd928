package org.netchestra.accesslog;

/** Decides when to say that lines were dropped: at once, then once a minute. Not thread-safe. */
final class DropReport {

    static final long EVERY_MILLIS = 60_000;

    private long reported;
    private long reportedAtMillis;
    private boolean silent = true;

    /** Lines dropped before, which need no report. */
    DropReport(long dropped) {
        reported = dropped;
    }

    /** How many lines to report as dropped since the last report; 0 for none now. */
    long due(long dropped, long nowMillis) {
        boolean tooSoon = !silent && nowMillis >= reportedAtMillis && nowMillis < reportedAtMillis + EVERY_MILLIS;
        return dropped == reported || tooSoon ? 0 : report(dropped, nowMillis);
    }

    /** How many lines are still to be reported, at the end. */
    long rest(long dropped) {
        return dropped - reported;
    }

    private long report(long dropped, long nowMillis) {
        long lines = dropped - reported;
        reported = dropped;
        reportedAtMillis = nowMillis;
        silent = false;
        return lines;
    }
}
