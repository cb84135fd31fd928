package org.netchestra.simulation;

/** A request of a trace. Immutable. */
public final class Arrival {

    private final long atNanos;
    private final TraceKey key;
    private final byte[] client;
    private final long bytes;
    private final long serviceNanos;

    /**
     * @param atNanos when it arrives, from the trace's start
     * @param key an absolute URL or a path
     * @param client the client's address and port: 6 bytes
     * @param bytes size of the reply
     * @param serviceNanos how long a server of speed 1 works for it, or -1 when the trace does not say
     */
    Arrival(long atNanos, TraceKey key, byte[] client, long bytes, long serviceNanos) {
        this.atNanos = atNanos;
        this.key = key;
        this.client = client;
        this.bytes = bytes;
        this.serviceNanos = serviceNanos;
    }

    public long atNanos() {
        return atNanos;
    }

    TraceKey key() {
        return key;
    }

    byte[] client() {
        return client;
    }

    public long bytes() {
        return bytes;
    }

    public long serviceNanos() {
        return serviceNanos;
    }
}
