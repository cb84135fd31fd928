package org.netchestra.simulation;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.pool.LiveServer;

/** A server at work in virtual time: a station, and a cache that forgets what was used longest ago. Not thread-safe. */
final class Node {

    /**
     * A request that was given to a server.
     *
     * @param number in the trace
     * @param arrivedNanos when it came
     * @param workNanos how long a server of speed 1 works for it
     * @param eventLoop whose connection it uses
     */
    record Job(int number, long arrivedNanos, long workNanos, int eventLoop) {}

    private final ServerModel model;
    private final LiveServer live;
    private final Station station;
    private final IdleConnections connections;
    private final Map<TraceKey, Long> cache = new LinkedHashMap<>(16, 0.75f, true);
    private int weight;
    private double slowness = 1;
    private long cachedBytes;
    private int longestQueue;
    private long requests;
    private long hits;
    private long version;

    Node(ServerModel model, int number) {
        this.model = model;
        weight = model.weight();
        station = model.station();
        live = new LiveServer(model.name(), new ServerAddress("10.0." + (number >> 8) + "." + (number & 0xff), 80), 0);
        connections = new IdleConnections(live, model.idleConnections());
    }

    ServerModel model() {
        return model;
    }

    LiveServer live() {
        return live;
    }

    /** The weight in force. */
    int weight() {
        return weight;
    }

    void weight(int newWeight) {
        weight = newWeight;
    }

    /** How long work takes here without other work. */
    long aloneNanos(long workNanos) {
        return Math.max(1, (long) (workNanos * slowness / model.speed()));
    }

    void slow(double factor, long nowNanos) {
        slowness = factor;
        station.speed(model.speed() / factor, nowNanos);
        version++;
    }

    void take(Arrival arrival, int number, ServiceModel service, long nowNanos) {
        boolean miss = model.cacheBytes() > 0 && !touch(arrival);
        hits += model.cacheBytes() > 0 && !miss ? 1 : 0;
        requests++;
        live.began();
        connections.take(arrival.eventLoop());
        long work = Math.max(1, service.nanos(arrival, miss));
        station.add(new Job(number, nowNanos, work, arrival.eventLoop()), nowNanos);
        longestQueue = Math.max(longestQueue, station.waiting());
        version++;
    }

    void closeUnusedConnections(long nowNanos) {
        connections.closeUnused(nowNanos);
    }

    long nextEndNanos() {
        return station.nextEndNanos();
    }

    /** Changes whenever {@link #nextEndNanos} may have. */
    long version() {
        return version;
    }

    /** Ends a request. */
    Job end(long nowNanos) {
        Job job = station.end(nowNanos);
        live.ended(200, false, nowNanos - job.arrivedNanos(), nowNanos);
        connections.giveBack(job.eventLoop(), nowNanos);
        version++;
        return job;
    }

    private boolean touch(Arrival arrival) {
        if (cache.get(arrival.key()) != null) {
            return true;
        }
        if (arrival.bytes() <= model.cacheBytes()) {
            cache.put(arrival.key(), arrival.bytes());
            cachedBytes += arrival.bytes();
            Iterator<Long> eldest = cache.values().iterator();
            while (cachedBytes > model.cacheBytes()) {
                cachedBytes -= eldest.next();
                eldest.remove();
            }
        }
        return false;
    }

    RunResult.ServerResult result(long durationNanos) {
        return new RunResult.ServerResult(
                model.name(),
                requests,
                (double) station.busyNanos() / model.slots() / Math.max(1, durationNanos),
                longestQueue,
                requests == 0 ? 0 : (double) hits / requests);
    }
}
