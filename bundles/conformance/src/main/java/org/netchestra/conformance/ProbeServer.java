package org.netchestra.conformance;

import java.util.concurrent.atomic.AtomicInteger;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;

/** A real server without a machine: its counters are what the test says. Thread-safe. */
public final class ProbeServer implements RealServer {

    private final String name;
    private final ServerAddress address;
    private final AtomicInteger inFlight = new AtomicInteger();
    private volatile int idleConnections;
    private volatile long responseTimeNanos;
    private volatile boolean saturated;

    public ProbeServer(String name) {
        this(name, new ServerAddress("192.0.2.1", 1 + (name.hashCode() & 0x3fff)));
    }

    public ProbeServer(String name, ServerAddress address) {
        this.name = name;
        this.address = address;
    }

    public ProbeServer inFlight(int value) {
        inFlight.set(value);
        return this;
    }

    /** Begins ({@code 1}) or ends ({@code -1}) exchanges. */
    public void addInFlight(int delta) {
        inFlight.addAndGet(delta);
    }

    public ProbeServer idleConnections(int value) {
        idleConnections = value;
        return this;
    }

    public ProbeServer responseTimeNanos(long value) {
        responseTimeNanos = value;
        return this;
    }

    public ProbeServer saturated(boolean value) {
        saturated = value;
        return this;
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
        return inFlight.get();
    }

    @Override
    public int idleConnections() {
        return idleConnections;
    }

    @Override
    public long responseTimeNanos() {
        return responseTimeNanos;
    }

    @Override
    public boolean saturated() {
        return saturated;
    }

    @Override
    public String toString() {
        return name;
    }
}
