package org.netchestra.simulation;

/**
 * Something that happens to a server during a trace.
 *
 * @param atNanos when, from the trace's start
 * @param kind what
 * @param server the server's name
 * @param factor how many times slower it becomes; 1 is its own speed again
 */
public record ClusterChange(long atNanos, Kind kind, String server, double factor) {

    /** What can happen. */
    public enum Kind {
        /** It gets no new work and leaves the pool; what it has is finished. */
        LEAVE,
        /** It comes into the pool, or back. */
        JOIN,
        /** Its speed changes. */
        SLOW
    }
}
