package org.netchestra.dispatcher.netty.exchange;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.MessageHead;
import org.netchestra.dispatcher.RequestId;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/**
 * What is remembered of an exchange for its record: times, bytes, and how it ended. Reused; confined to one event loop, and valid as
 * a record only while listeners are called.
 */
final class ExchangeLog implements ExchangeRecord {

    private static final String NO_AFFINITY = "--";

    private final MessageHead request;
    private final RequestId id;
    private final Attempt attempt;
    private String virtualServer = "";
    private String pool = "";
    private @Nullable InetSocketAddress client;
    private int eventLoop;
    private long startedAtMicros;
    private long firstByteNanos;
    private long headNanos;
    private long queueNanos;
    private long endNanos;
    private long readBefore;
    private long writtenBefore;
    private long bytesFromClient;
    private long bytesToClient;
    private int status;
    private @Nullable String refusal;
    private String affinity = NO_AFFINITY;
    private Termination termination = Termination.COMPLETE;

    ExchangeLog(MessageHead request, RequestId id, Attempt attempt) {
        this.id = id;
        this.request = request;
        this.attempt = attempt;
    }

    /** The first byte of a request has come. */
    void begin(String server, DownstreamStream downstream, Worker worker, long nowNanos, long bytesReadBefore) {
        virtualServer = server;
        pool = server;
        client = downstream.connection().client();
        eventLoop = worker.index();
        startedAtMicros = worker.wallMicros(nowNanos);
        firstByteNanos = nowNanos;
        headNanos = 0;
        queueNanos = 0;
        refusal = null;
        affinity = NO_AFFINITY;
        endNanos = 0;
        status = 0;
        readBefore = bytesReadBefore;
        writtenBefore = downstream.bytesWritten();
    }

    void headComplete(long nowNanos) {
        headNanos = nowNanos;
    }

    /** Time that was waited for a server to become free. */
    void queued(long nanos) {
        queueNanos += nanos;
    }

    /** Why the request was not passed on, or would not have been. */
    void refused(String reason) {
        refusal = reason;
    }

    /** What the request said of its server and what the reply was given, in two letters. */
    void affinity(String letters) {
        affinity = letters;
    }

    long firstByteOfRequestNanos() {
        return firstByteNanos;
    }

    /** Whom a trusted proxy names as the client. */
    void client(InetSocketAddress named) {
        client = named;
    }

    void pool(String name) {
        pool = name;
    }

    void replied(int replyStatus) {
        status = replyStatus;
    }

    void end(DownstreamStream downstream, Termination how, long nowNanos) {
        endNanos = nowNanos;
        termination = how;
        bytesFromClient = downstream.bytesRead() - readBefore;
        bytesToClient = downstream.bytesWritten() - writtenBefore;
    }

    @Override
    public String virtualServer() {
        return virtualServer;
    }

    @Override
    public String pool() {
        return pool;
    }

    @Override
    public InetSocketAddress client() {
        InetSocketAddress address = client;
        if (address == null) {
            throw new IllegalStateException("client: none (expected: a running exchange)");
        }
        return address;
    }

    @Override
    public long startedAtMicros() {
        return startedAtMicros;
    }

    @Override
    public int eventLoop() {
        return eventLoop;
    }

    @Override
    public String method() {
        return request.method();
    }

    @Override
    public String target() {
        return request.target();
    }

    @Override
    public String protocol() {
        return request.protocol();
    }

    @Override
    public @Nullable String requestHeader(String name) {
        return request.value(name);
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public @Nullable RealServer server() {
        return attempt.current();
    }

    @Override
    public int attempts() {
        return attempt.count();
    }

    @Override
    public long bytesFromClient() {
        return bytesFromClient;
    }

    @Override
    public long bytesToClient() {
        return bytesToClient;
    }

    @Override
    public long requestHeadNanos() {
        return headNanos == 0 ? -1 : headNanos - firstByteNanos;
    }

    @Override
    public long queueNanos() {
        return headNanos == 0 ? -1 : queueNanos;
    }

    @Override
    public long assignedNanos() {
        return attempt.assignedNanos(firstByteNanos);
    }

    @Override
    public long connectNanos() {
        return attempt.connectNanos();
    }

    @Override
    public long firstByteNanos() {
        return attempt.firstByteNanos();
    }

    @Override
    public long totalNanos() {
        return endNanos - firstByteNanos;
    }

    @Override
    public Termination termination() {
        return termination;
    }

    @Override
    public @Nullable String refusal() {
        return refusal;
    }

    @Override
    public String affinity() {
        return affinity;
    }

    @Override
    public String requestId() {
        return id.toString();
    }
}
