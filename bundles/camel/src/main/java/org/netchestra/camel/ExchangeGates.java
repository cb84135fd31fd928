package org.netchestra.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import org.netchestra.api.route.RequestSender;

/** The gates of all virtual servers, for endpoints {@code netchestra:exchange}. Thread-safe. */
public final class ExchangeGates {

    private final ExchangeGate.Publisher publisher;
    private final ScheduledExecutorService timer;
    private final RequestSender sender;
    private final Map<String, ExchangeGate> gates = new ConcurrentHashMap<>();

    /**
     * @param publisher makes a route known to the dispatcher, and answers how to withdraw it
     * @param timer for short tasks
     * @param sender the way back to real servers
     */
    public ExchangeGates(ExchangeGate.Publisher publisher, ScheduledExecutorService timer, RequestSender sender) {
        this.publisher = publisher;
        this.timer = timer;
        this.sender = sender;
    }

    ExchangeGate gate(String virtualServer) {
        return gates.computeIfAbsent(virtualServer, name -> new ExchangeGate(name, publisher, timer));
    }

    RequestSender sender() {
        return sender;
    }
}
