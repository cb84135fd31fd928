package org.netchestra.dispatcher.netty.virtualserver;

import java.net.InetAddress;
import org.netchestra.core.config.RateLimit;
import org.netchestra.dispatcher.limit.SourceKey;
import org.netchestra.dispatcher.limit.SourceRates;
import org.netchestra.dispatcher.reply.LocalReply;

/** The requests that sources may send to a virtual server, by one configuration. Thread-safe. */
public final class RequestRates {

    private final RateLimit limit;
    private final SourceRates rates;
    private final LocalReply reply;

    RequestRates(RateLimit limit) {
        this.limit = limit;
        rates = new SourceRates(limit.intervalNanos(), limit.burst(), limit.sources());
        reply = LocalReply.tooManyRequests(limit.intervalNanos());
    }

    /** What holds for each source. */
    public RateLimit limit() {
        return limit;
    }

    /** Whether a source may send one more request now. */
    public boolean admits(InetAddress client, long nowNanos) {
        return rates.take(SourceKey.of(client), nowNanos);
    }

    /** What a source is told that may not. */
    public LocalReply reply() {
        return reply;
    }
}
