package org.netchestra.simulation;

/** A request of a trace. Immutable. */
public final class Arrival {

    static final int NONE = -1;

    private final long atNanos;
    private final TraceKey key;
    private final byte[] client;
    private final long bytes;
    private final long serviceNanos;
    private final int after;
    private final int eventLoop;

    private Arrival(
            long atNanos, TraceKey key, byte[] client, long bytes, long serviceNanos, int after, int eventLoop) {
        this.atNanos = atNanos;
        this.key = key;
        this.client = client;
        this.bytes = bytes;
        this.serviceNanos = serviceNanos;
        this.after = after;
        this.eventLoop = eventLoop;
    }

    /**
     * A request that comes at its time, whatever became of others.
     *
     * @param atNanos when it arrives, from the trace's start
     * @param key an absolute URL or a path
     * @param client the client's address and port: 6 or 18 bytes
     * @param bytes size of the reply
     * @param serviceNanos how long a server of speed 1 works for it, or -1 when the trace does not say
     */
    static Arrival at(long atNanos, TraceKey key, byte[] client, long bytes, long serviceNanos) {
        return new Arrival(atNanos, key, client, bytes, serviceNanos, NONE, 0);
    }

    /**
     * The same request, sent when its client has an earlier one's reply.
     *
     * @param predecessor the earlier one's number in the trace
     * @param thinkNanos from that reply to this request
     */
    Arrival following(int predecessor, long thinkNanos) {
        return new Arrival(thinkNanos, key, client, bytes, serviceNanos, predecessor, eventLoop);
    }

    /** The same request on a connection of another event loop than number 0. */
    Arrival onEventLoop(int number) {
        return new Arrival(atNanos, key, client, bytes, serviceNanos, after, number);
    }

    /** From the trace's start; from the predecessor's reply if there is one. */
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

    /** The event loop whose connections to servers it may use. */
    int eventLoop() {
        return eventLoop;
    }

    /** The number of the request whose reply it waits for, or {@link #NONE}. */
    int after() {
        return after;
    }
}
