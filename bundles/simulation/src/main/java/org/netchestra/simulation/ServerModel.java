package org.netchestra.simulation;

import java.util.List;

/**
 * A server of a simulated cluster.
 *
 * @param name its name, unique
 * @param weight its weight
 * @param slots requests it works on at once at full speed; {@link #UNLIMITED} for any number
 * @param shared whether further requests share the slots, as threads share processors, instead of waiting in a queue
 * @param speed how fast it works; 2 is twice as fast as the trace's service times say
 * @param cacheBytes size of its cache, or 0 without one
 * @param idleConnections how many connections wait at the start, by the number of the event loop that may use them
 */
public record ServerModel(
        String name,
        int weight,
        int slots,
        boolean shared,
        double speed,
        long cacheBytes,
        List<Integer> idleConnections) {

    /** Slots of a server whose answers take no longer when there are more requests. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    public ServerModel {
        idleConnections = List.copyOf(idleConnections);
        if (weight < 0 || slots < 1 || !(speed > 0) || cacheBytes < 0) {
            throw new IllegalArgumentException(
                    "server: " + name + ", weight " + weight + ", slots " + slots + ", speed " + speed + ", cache "
                            + cacheBytes + " (expected: at least 0, at least 1, positive, at least 0)");
        }
    }

    /** A server that nobody has a connection to yet. */
    public ServerModel(String name, int weight, int slots, boolean shared, double speed, long cacheBytes) {
        this(name, weight, slots, shared, speed, cacheBytes, List.of());
    }

    /** A server with a queue in front of its slots. */
    public static ServerModel queueing(String name, int weight, int slots, double speed, long cacheBytes) {
        return new ServerModel(name, weight, slots, false, speed, cacheBytes);
    }

    /** The same with another weight. */
    public ServerModel weighing(int newWeight) {
        return new ServerModel(name, newWeight, slots, shared, speed, cacheBytes, idleConnections);
    }

    Station station() {
        return shared ? new SharedStation(slots, speed) : new QueueStation(slots, speed);
    }

    /** How it works, in words: {@code 4 slots and a queue}. */
    public String described() {
        if (slots == UNLIMITED) {
            return "no limit";
        }
        String count = slots + (slots == 1 ? " slot" : " slots");
        return shared ? count + ", shared" : count + " and a queue";
    }
}
