package org.netchestra.dispatcher.netty.tcp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.api.exchange.Termination;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;

/** What is remembered of a relayed connection for its record, which has no request. Confined to its event loop. */
final class TcpLog implements ExchangeRecord {

    private final String virtualServer;
    private final String pool;
    private final InetSocketAddress client;
    private final Attempt attempt;
    private long startedNanos;
    private int eventLoop;
    private long startedAtMicros;
    private long endNanos;
    private long bytesFromClient;
    private long bytesToClient;
    private Termination termination = Termination.COMPLETE;

    TcpLog(String virtualServer, String pool, InetSocketAddress client, Attempt attempt) {
        this.virtualServer = virtualServer;
        this.pool = pool;
        this.client = client;
        this.attempt = attempt;
    }

    void begin(Worker worker, long nowNanos) {
        startedNanos = nowNanos;
        eventLoop = worker.index();
        startedAtMicros = worker.wallMicros(nowNanos);
    }

    void fromClient(int bytes) {
        bytesFromClient += bytes;
    }

    void toClient(int bytes) {
        bytesToClient += bytes;
    }

    void end(Termination how, long nowNanos) {
        termination = how;
        endNanos = nowNanos;
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
        return client;
    }

    @Override
    public String requestId() {
        return "";
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
        return "";
    }

    @Override
    public String target() {
        return "";
    }

    @Override
    public String protocol() {
        return "TCP";
    }

    @Override
    public @Nullable String requestHeader(String name) {
        return null;
    }

    @Override
    public int status() {
        return 0;
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
        return -1;
    }

    @Override
    public long queueNanos() {
        return 0;
    }

    @Override
    public long assignedNanos() {
        return attempt.assignedNanos(startedNanos);
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
        return endNanos - startedNanos;
    }

    @Override
    public Termination termination() {
        return termination;
    }

    @Override
    public String affinity() {
        return "--";
    }

    @Override
    public @Nullable String refusal() {
        return null;
    }
}
