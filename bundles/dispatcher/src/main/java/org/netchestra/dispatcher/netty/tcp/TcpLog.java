package org.netchestra.dispatcher.netty.tcp;

import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.netty.upstream.AttemptRecord;

/** What is remembered of a relayed connection for its record, which has no request. Confined to its event loop. */
final class TcpLog extends AttemptRecord {

    private final String virtualServer;
    private final String pool;
    private final InetSocketAddress client;

    TcpLog(String virtualServer, String pool, InetSocketAddress client, Attempt attempt) {
        super(attempt);
        this.virtualServer = virtualServer;
        this.pool = pool;
        this.client = client;
    }

    void fromClient(int bytes) {
        bytes(bytesFromClient() + bytes, bytesToClient());
    }

    void toClient(int bytes) {
        bytes(bytesFromClient(), bytesToClient() + bytes);
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
    public long requestHeadNanos() {
        return -1;
    }

    @Override
    public long queueNanos() {
        return 0;
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
