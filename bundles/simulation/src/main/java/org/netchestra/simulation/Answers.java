package org.netchestra.simulation;

import java.util.Arrays;
import java.util.List;

/**
 * What became of the requests of a run, simulated or recorded: when each began, how long it took, who answered. Immutable.
 */
public final class Answers {

    private final List<String> servers;
    private final long[] starts;
    private final long[] nanos;
    private final int[] answeredBy;

    /**
     * @param servers names
     * @param starts of the requests, in nanoseconds from the run's start
     * @param nanos how long they took; negative without an answer
     * @param answeredBy positions in {@code servers}, or -1
     */
    Answers(List<String> servers, long[] starts, long[] nanos, int[] answeredBy) {
        this.servers = List.copyOf(servers);
        this.starts = starts;
        this.nanos = nanos;
        this.answeredBy = answeredBy;
    }

    public List<String> servers() {
        return servers;
    }

    /** The part of all answered requests that a server answered; 0 when there is none. */
    public double share(String server) {
        return share(server, Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** The same of those that began in a time, its end excluded. */
    public double share(String server, long fromNanos, long toNanos) {
        int wanted = servers.indexOf(server);
        long all = 0;
        long own = 0;
        for (int i = 0; i < starts.length; i++) {
            if (answeredBy[i] >= 0 && starts[i] >= fromNanos && starts[i] < toNanos) {
                all++;
                own += answeredBy[i] == wanted ? 1 : 0;
            }
        }
        return all == 0 ? 0 : (double) own / all;
    }

    /** The response times of all. */
    public ResponseTimes responses() {
        return new ResponseTimes(nanos);
    }

    /** The response times of those that began in a time, its end excluded. */
    public ResponseTimes responses(long fromNanos, long toNanos) {
        long[] within = new long[starts.length];
        Arrays.setAll(within, i -> starts[i] >= fromNanos && starts[i] < toNanos ? nanos[i] : -1);
        return new ResponseTimes(within);
    }

    /** When the last request began. */
    public long lastStartNanos() {
        return Arrays.stream(starts).max().orElse(0);
    }

    int count() {
        return starts.length;
    }

    long startNanos(int number) {
        return starts[number];
    }

    long nanos(int number) {
        return nanos[number];
    }

    /** The position of the server that answered, or -1. */
    int server(int number) {
        return answeredBy[number];
    }
}
