package org.netchestra.simulation;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * What an access log tells: the requests with the work behind them, the servers with their speeds and limits, and what
 * really happened. Immutable.
 */
public final class LoggedTrace {

    /** How clients go on when a policy is faster or slower than the recorded one. */
    public enum Clients {
        /** By what most of them did in the log: send at once after a reply, or not. */
        AUTO,
        /** A request comes when it came, whatever became of others. */
        OPEN,
        /** A connection's next request comes as long after its last reply as it did. */
        CLOSED
    }

    private final LoggedTraceMaker maker;
    private final List<Arrival> arrivals;
    private final List<ServerModel> servers;
    private final Map<String, Integer> mostInFlight;
    private final Answers recorded;
    private final boolean closed;

    LoggedTrace(
            LoggedTraceMaker maker,
            List<Arrival> arrivals,
            List<ServerModel> servers,
            Map<String, Integer> mostInFlight,
            Answers recorded,
            boolean closed) {
        this.maker = maker;
        this.arrivals = arrivals;
        this.servers = servers;
        this.mostInFlight = mostInFlight;
        this.recorded = recorded;
        this.closed = closed;
    }

    /** @throws IOException when the log has no answered exchange, or those of several virtual servers */
    public static LoggedTrace of(AccessLogReader log, Clients clients) throws IOException {
        return of(log.exchanges(), clients);
    }

    /** @param exchanges at least one, in the order of their times */
    static LoggedTrace of(List<LoggedExchange> exchanges, Clients clients) {
        return new LoggedTraceMaker(exchanges, clients).make(ServiceFit::of);
    }

    /**
     * The same log explained otherwise, for when this explanation fails its back-test: all servers without limit, with so
     * many slots and a queue, or with so many shared ones. Where requests come so evenly that as many are always there, their
     * times alone cannot tell these apart; which server got them can.
     */
    List<LoggedTrace> otherwise() {
        return maker.alternatives();
    }

    /** In the order of their times. */
    public List<Arrival> arrivals() {
        return arrivals;
    }

    /** The servers that answered, by name, with weight 1. */
    public List<ServerModel> servers() {
        return servers;
    }

    /** What really happened. */
    public Answers recorded() {
        return recorded;
    }

    /** When the first of them began, milliseconds since the epoch. */
    public long startedAtMillis() {
        return maker.startedAtMillis();
    }

    /** Whether clients wait for their replies. */
    public boolean closed() {
        return closed;
    }

    /** The most exchanges that a server had at once: what it would do with more is a guess. */
    public Map<String, Integer> mostInFlight() {
        return mostInFlight;
    }
}
