package org.netchestra.simulation;

import java.util.Arrays;

/** The response times of a run. Immutable. */
public final class ResponseTimes {

    private final long[] ascending;

    /** @param nanos of all requests, in any order; negative for those without a reply, which do not count */
    ResponseTimes(long[] nanos) {
        ascending = Arrays.stream(nanos).filter(value -> value >= 0).sorted().toArray();
    }

    /** A time that this part of the requests does not exceed; 0 without requests. */
    public long quantileNanos(double part) {
        return ascending.length == 0
                ? 0
                : ascending[(int) Math.min(ascending.length - 1L, (long) (part * ascending.length))];
    }

    /** Their mean; 0 without requests. */
    public double meanNanos() {
        return Arrays.stream(ascending).average().orElse(0);
    }

    public int count() {
        return ascending.length;
    }
}
