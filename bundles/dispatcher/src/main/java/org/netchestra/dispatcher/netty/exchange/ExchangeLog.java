package org.netchestra.dispatcher.netty.exchange;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.upstream.AttemptRecord;
import org.netchestra.dispatcher.semantics.RequestId;

/**
 * What is remembered of an exchange for its record: times, bytes, and how it ended. Reused; confined to one event loop, and valid as
 * a record only while listeners are called.
 */
final class ExchangeLog extends AttemptRecord {

    private static final String NO_AFFINITY = "--";

    private final MessageHead request;
    private final RequestId id;
    private String virtualServer = "";
    private String pool = "";
    private @Nullable InetSocketAddress client;
    private long headNanos;
    private long queueNanos;
    private long readBefore;
    private long writtenBefore;
    private int status;
    private @Nullable String refusal;
    private String affinity = NO_AFFINITY;

    ExchangeLog(MessageHead request, RequestId id, Attempt attempt) {
        super(attempt);
        this.id = id;
        this.request = request;
    }

    /** The first byte of a request has come. */
    void begin(String server, DownstreamStream downstream, Worker worker, long nowNanos, long bytesReadBefore) {
        virtualServer = server;
        pool = server;
        client = downstream.connection().client();
        begin(worker, nowNanos);
        headNanos = 0;
        queueNanos = 0;
        refusal = null;
        affinity = NO_AFFINITY;
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
        return startedNanos();
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
        end(how, nowNanos);
        bytes(downstream.bytesRead() - readBefore, downstream.bytesWritten() - writtenBefore);
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
    public long requestHeadNanos() {
        return headNanos == 0 ? -1 : headNanos - startedNanos();
    }

    @Override
    public long queueNanos() {
        return headNanos == 0 ? -1 : queueNanos;
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
