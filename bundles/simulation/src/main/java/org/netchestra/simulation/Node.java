package org.netchestra.simulation;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.core.pool.LiveServer;

/** A server at work in virtual time: slots, a queue, a cache that forgets what was used longest ago. Not thread-safe. */
final class Node {

    /** A request that was given to this server. */
    record Job(Arrival arrival, int number) {}

    private final ServerModel model;
    private final LiveServer live;
    private final Queue<Job> waiting = new ArrayDeque<>();
    private final Map<TraceKey, Long> cache = new LinkedHashMap<>(16, 0.75f, true);
    private double slowness = 1;
    private long cachedBytes;
    private int running;
    private int longestQueue;
    private long requests;
    private long hits;
    private long busyNanos;

    Node(ServerModel model, int number) {
        this.model = model;
        live = new LiveServer(model.name(), new ServerAddress("10.0." + (number >> 8) + "." + (number & 0xff), 80), 0);
    }

    ServerModel model() {
        return model;
    }

    LiveServer live() {
        return live;
    }

    void slow(double factor) {
        slowness = factor;
    }

    /** Takes a request; whether it can begin at once. */
    boolean take(Job job) {
        live.began();
        requests++;
        if (running < model.slots()) {
            running++;
            return true;
        }
        waiting.add(job);
        longestQueue = Math.max(longestQueue, waiting.size());
        return false;
    }

    /** How long the request that begins now takes. */
    long begin(Job job, ServiceModel service) {
        boolean miss = model.cacheBytes() > 0 && !touch(job.arrival());
        hits += model.cacheBytes() > 0 && !miss ? 1 : 0;
        long nanos = Math.max(1, (long) (service.nanos(job.arrival(), miss) * slowness / model.speed()));
        busyNanos += nanos;
        return nanos;
    }

    /** Ends a request; the next one that begins in its slot, or null. */
    @Nullable
    Job end(long responseNanos, long nowNanos) {
        live.ended(200, false, responseNanos, nowNanos);
        Job next = waiting.poll();
        running -= next == null ? 1 : 0;
        return next;
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
                (double) busyNanos / model.slots() / Math.max(1, durationNanos),
                longestQueue,
                requests == 0 ? 0 : (double) hits / requests);
    }
}
