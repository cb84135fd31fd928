package org.netchestra.simulation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * How a server must work for its answers to have taken as long as they did, and the work behind each of them.
 *
 * <p>For each way of working (no limit, so many slots with a queue, so many processors shared) the recorded beginnings and
 * ends tell what work each request must have been: with a slot and a queue it begins when the one before it ends, with a
 * shared processor it gets as much of it as the others. The way under which requests of the same key are most alike, by
 * logarithms, is taken; a limit must explain markedly more than none, for without contention every limit fits.
 */
final class ServiceFit {

    private static final double MARKEDLY = 0.9;
    private static final int MOST_SLOTS = 64;
    private static final long LEAST_WORK = 1_000;

    private final int slots;
    private final boolean shared;
    private final long[] workNanos;
    private final int mostInFlight;

    private ServiceFit(int slots, boolean shared, long[] workNanos, int mostInFlight) {
        this.slots = slots;
        this.shared = shared;
        this.workNanos = workNanos;
        this.mostInFlight = mostInFlight;
    }

    /** @param exchanges of one server, in the order of their times */
    static ServiceFit of(List<LoggedExchange> exchanges) {
        ServiceFit best = unlimited(exchanges);
        double limit = best.spread(exchanges) * MARKEDLY;
        for (int slots = 1; slots < best.mostInFlight && slots <= MOST_SLOTS; slots *= 2) {
            for (ServiceFit fit : List.of(queued(exchanges, slots), shared(exchanges, slots))) {
                double spread = fit.spread(exchanges);
                if (spread < limit) {
                    limit = spread;
                    best = fit;
                }
            }
        }
        return best;
    }

    /** As if the server had no limit. */
    static ServiceFit unlimited(List<LoggedExchange> exchanges) {
        long[] work = exchanges.stream().mapToLong(LoggedExchange::nanos).toArray();
        return new ServiceFit(ServerModel.UNLIMITED, false, work, mostInFlight(exchanges));
    }

    /** As if it had so many slots and a queue. */
    static ServiceFit queued(List<LoggedExchange> exchanges, int slots) {
        return new ServiceFit(slots, false, queuedWork(exchanges, slots), mostInFlight(exchanges));
    }

    /** As if its requests shared so many processors. */
    static ServiceFit shared(List<LoggedExchange> exchanges, int processors) {
        return new ServiceFit(processors, true, sharedWork(exchanges, processors), mostInFlight(exchanges));
    }

    /** Of the server; {@link ServerModel#UNLIMITED} for no limit. */
    int slots() {
        return slots;
    }

    /** Whether requests share them. */
    boolean shared() {
        return shared;
    }

    /** The work of a request, by its number among the exchanges. */
    long workNanos(int number) {
        return workNanos[number];
    }

    /** The most requests that were there at once: beyond it the model is a guess. */
    int mostInFlight() {
        return mostInFlight;
    }

    private static int mostInFlight(List<LoggedExchange> exchanges) {
        PriorityQueue<Long> ends = new PriorityQueue<>();
        int most = 0;
        for (LoggedExchange exchange : exchanges) {
            while (!ends.isEmpty() && ends.element() <= exchange.atNanos()) {
                ends.remove();
            }
            ends.add(exchange.endNanos());
            most = Math.max(most, ends.size());
        }
        return most;
    }

    /** First come, first served: a request begins when all but {@code slots - 1} of the earlier ones have ended. */
    private static long[] queuedWork(List<LoggedExchange> exchanges, int slots) {
        long[] work = new long[exchanges.size()];
        PriorityQueue<Long> latestEnds = new PriorityQueue<>();
        for (int number = 0; number < work.length; number++) {
            LoggedExchange exchange = exchanges.get(number);
            long begin =
                    latestEnds.size() < slots ? exchange.atNanos() : Math.max(exchange.atNanos(), latestEnds.element());
            work[number] = Math.max(LEAST_WORK, exchange.endNanos() - begin);
            latestEnds.add(exchange.endNanos());
            if (latestEnds.size() > slots) {
                latestEnds.remove();
            }
        }
        return work;
    }

    /** What a request got of shared processors while it was there. */
    private static long[] sharedWork(List<LoggedExchange> exchanges, int processors) {
        long[] work = new long[exchanges.size()];
        double[] attainedAtStart = new double[work.length];
        PriorityQueue<Integer> present = new PriorityQueue<>((a, b) ->
                Long.compare(exchanges.get(a).endNanos(), exchanges.get(b).endNanos()));
        double attained = 0;
        long last = 0;
        int next = 0;
        while (next < work.length || !present.isEmpty()) {
            long arrival = next < work.length ? exchanges.get(next).atNanos() : Long.MAX_VALUE;
            long end = present.isEmpty()
                    ? Long.MAX_VALUE
                    : exchanges.get(present.element()).endNanos();
            long now = Math.min(arrival, end);
            attained += present.isEmpty() ? 0 : (now - last) * Math.min(1.0, (double) processors / present.size());
            last = now;
            if (end <= arrival) {
                int ended = present.remove();
                work[ended] = Math.max(LEAST_WORK, (long) (attained - attainedAtStart[ended]));
            } else {
                attainedAtStart[next] = attained;
                present.add(next++);
            }
        }
        return work;
    }

    /** The mean distance of the logarithms from those of the same key; keys that come once are compared with all. */
    private double spread(List<LoggedExchange> exchanges) {
        long[] work = workNanos;
        Map<String, double[]> byKey = new HashMap<>();
        double all = 0;
        for (int number = 0; number < work.length; number++) {
            double log = Math.log((double) Math.max(LEAST_WORK, work[number]));
            double[] sum = byKey.computeIfAbsent(exchanges.get(number).key(), key -> new double[2]);
            sum[0]++;
            sum[1] += log;
            all += log;
        }
        double mean = all / work.length;
        double[] distances = new double[work.length];
        for (int number = 0; number < work.length; number++) {
            double[] sum = byKey.getOrDefault(exchanges.get(number).key(), new double[2]);
            double expected = sum[0] > 1 ? sum[1] / sum[0] : mean;
            distances[number] = Math.abs(Math.log((double) Math.max(LEAST_WORK, work[number])) - expected);
        }
        return Arrays.stream(distances).average().orElse(0);
    }
}
