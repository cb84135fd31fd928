package org.netchestra.accesslog;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * When a file has had enough.
 *
 * @param maxBytes a file gets no larger, unless a single line is
 * @param daily whether a file holds lines of one day only
 * @param zone where midnight is
 */
record Rotation(long maxBytes, boolean daily, ZoneId zone) {

    /**
     * @param size of the file, in bytes
     * @param more bytes that are to be written
     * @param day the file's
     */
    boolean due(long size, long more, LocalDate day, long nowMillis) {
        if (size == 0) {
            return false;
        }
        return size + more > maxBytes || (daily && !day.equals(day(nowMillis)));
    }

    LocalDate day(long epochMillis) {
        return LocalDate.ofInstant(Instant.ofEpochMilli(epochMillis), zone);
    }
}
