package org.netchestra.simulation;

import java.util.ArrayList;
import java.util.List;

/** Traces of one key that a formula makes. */
public final class SyntheticTraces {

    private static final byte[] CLIENT = {127, 0, 0, 1, 0, 80};

    private SyntheticTraces() {}

    /**
     * Clients that ask again as soon as they have their reply.
     *
     * @param requests of each client
     * @param serviceNanos of every request at a server of speed 1
     */
    public static List<Arrival> closedLoop(int clients, int requests, long serviceNanos) {
        TraceKey key = new TraceKey("/work");
        List<Arrival> arrivals = new ArrayList<>(clients * requests);
        for (int number = 0; number < clients * requests; number++) {
            Arrival arrival = Arrival.at(0, key, CLIENT, 0, serviceNanos);
            arrivals.add(number < clients ? arrival : arrival.following(number - clients, 0));
        }
        return arrivals;
    }

    /**
     * Requests at a fixed rate.
     *
     * @param serviceNanos of the requests, over and over
     */
    public static List<Arrival> fixedRate(double perSecond, long[] serviceNanos, int requests) {
        TraceKey key = new TraceKey("/work");
        List<Arrival> arrivals = new ArrayList<>(requests);
        for (int number = 0; number < requests; number++) {
            arrivals.add(Arrival.at(
                    (long) (number * 1e9 / perSecond), key, CLIENT, 0, serviceNanos[number % serviceNanos.length]));
        }
        return arrivals;
    }
}
