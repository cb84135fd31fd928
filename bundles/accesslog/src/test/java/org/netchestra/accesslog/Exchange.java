package org.netchestra.accesslog;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.exchange.ExchangeRecord;
import org.netchestra.api.exchange.Termination;

/** An exchange that has ended as the test says; ordinary where it says nothing. */
final class Exchange implements ExchangeRecord {

    /** 2026-11-21T11:31:00.123456Z. */
    static final long STARTED_AT = 1_795_260_660_123_456L;

    String virtualServer = "shop";
    String pool = "shop";
    String refusal;
    String requestId = "7f";
    String affinity = "--";
    InetSocketAddress client = new InetSocketAddress("192.0.2.7", 51234);
    String method = "GET";
    String target = "/a?b=c";
    final Map<String, String> headers = new HashMap<>(Map.of("user-agent", "curl/8.5.0"));
    int status = 200;
    RealServer server = new Server("s1", 3);
    int attempts = 1;
    long[] nanos = {250_000, 0, 1_000_999, 13_500_000, 14_999_999};
    long bytesToClient = 1234;
    Termination termination = Termination.COMPLETE;

    static Exchange refused() {
        Exchange exchange = new Exchange();
        exchange.method = "";
        exchange.target = "";
        exchange.headers.clear();
        exchange.status = 400;
        exchange.server = null;
        exchange.attempts = 0;
        exchange.nanos = new long[] {-1, -1, -1, -1, 2_000_000};
        exchange.termination = Termination.REQUEST_REFUSED;
        return exchange;
    }

    String as(LineFormat format) {
        Line line = new Line();
        format.format(this, line);
        byte[] bytes = new byte[line.length()];
        line.asBuffer().get(bytes);
        return new String(bytes, StandardCharsets.ISO_8859_1);
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
    public long startedAtMicros() {
        return STARTED_AT;
    }

    @Override
    public String method() {
        return method;
    }

    @Override
    public String target() {
        return target;
    }

    @Override
    public String protocol() {
        return "HTTP/1.1";
    }

    @Override
    public String requestHeader(String name) {
        return headers.get(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public int status() {
        return status;
    }

    @Override
    public RealServer server() {
        return server;
    }

    @Override
    public int attempts() {
        return attempts;
    }

    @Override
    public long bytesFromClient() {
        return 77;
    }

    @Override
    public long bytesToClient() {
        return bytesToClient;
    }

    @Override
    public long requestHeadNanos() {
        return nanos[0];
    }

    @Override
    public long queueNanos() {
        return nanos[1];
    }

    @Override
    public long assignedNanos() {
        return attempts == 0 ? -1 : nanos[0] + nanos[1] + 60_000;
    }

    @Override
    public int eventLoop() {
        return 1;
    }

    @Override
    public long connectNanos() {
        return nanos[2];
    }

    @Override
    public long firstByteNanos() {
        return nanos[3];
    }

    @Override
    public long totalNanos() {
        return nanos[4];
    }

    @Override
    public String affinity() {
        return affinity;
    }

    @Override
    public String requestId() {
        return requestId;
    }

    @Override
    public String refusal() {
        return refusal;
    }

    @Override
    public Termination termination() {
        return termination;
    }

    record Server(String name, int inFlight) implements RealServer {

        @Override
        public ServerAddress address() {
            return new ServerAddress("10.0.0.1", 9001);
        }

        @Override
        public int idleConnections() {
            return 0;
        }

        @Override
        public long responseTimeNanos() {
            return 0;
        }

        @Override
        public boolean saturated() {
            return false;
        }
    }
}
