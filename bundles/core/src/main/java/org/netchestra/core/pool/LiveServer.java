package org.netchestra.core.pool;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;

/**
 * A real server with its live counters; the dispatcher writes them. Thread-safe.
 *
 * <p>One object stands for one name and address as long as the configuration holds it, through all snapshots.
 */
public final class LiveServer implements RealServer {

    private final String name;
    private final ServerAddress address;
    private final AtomicInteger idleConnections = new AtomicInteger();
    private final TrafficCounters traffic = new TrafficCounters();
    private final ResponseTime responseTime = new ResponseTime();
    private volatile int maxInFlight;

    /**
     * @param maxInFlight exchanges at which the server is saturated; 0 for no limit
     */
    public LiveServer(String name, ServerAddress address, int maxInFlight) {
        this.name = Objects.requireNonNull(name, "name");
        this.address = Objects.requireNonNull(address, "address");
        this.maxInFlight = maxInFlight;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public ServerAddress address() {
        return address;
    }

    @Override
    public int inFlight() {
        return traffic.inFlight();
    }

    @Override
    public int idleConnections() {
        return idleConnections.get();
    }

    @Override
    public long responseTimeNanos() {
        return responseTime.nanos();
    }

    @Override
    public boolean saturated() {
        int limit = maxInFlight;
        return limit > 0 && traffic.inFlight() >= limit;
    }

    /** Whether it may be saturated at times. */
    public boolean isLimited() {
        return maxInFlight > 0;
    }

    public void limitInFlight(int limit) {
        maxInFlight = limit;
    }

    /** An attempt is assigned to this server. */
    public void began() {
        traffic.began();
    }

    /** An attempt is assigned to this server, unless it has as many as it may by now; whether it is. */
    public boolean beganWithinLimit() {
        int limit = maxInFlight;
        if (limit == 0) {
            traffic.began();
            return true;
        }
        return traffic.began(limit);
    }

    /**
     * An attempt ended.
     *
     * @param status the status the server replied, or 0
     * @param firstByteNanos from assignment to the reply's first byte, or -1
     * @param nowNanos the monotonic clock
     */
    public void ended(int status, boolean failed, long firstByteNanos, long nowNanos) {
        traffic.ended(status, failed, firstByteNanos);
        if (firstByteNanos >= 0) {
            responseTime.record(firstByteNanos, nowNanos);
        }
    }

    /** A connection without an exchange was kept (+1), or taken or closed (-1). */
    public void idleConnectionsChanged(int delta) {
        idleConnections.addAndGet(delta);
    }

    public TrafficCounters traffic() {
        return traffic;
    }

    @Override
    public String toString() {
        return name + "=" + address;
    }
}
