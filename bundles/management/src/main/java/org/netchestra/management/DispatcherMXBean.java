package org.netchestra.management;

import java.util.Map;

/** The dispatcher as a whole. */
@Description("The dispatcher: accepts, picks a real server and relays. Totals are sums over all virtual servers;"
        + " response times are those of the slowest one (by its 99th percentile), from the request's first byte to the"
        + " reply's last. All attributes come from one copy that is at most 100 ms old.")
public interface DispatcherMXBean extends TrafficFigures {

    @Description("The product's version.")
    String getVersion();

    @Description("How it moves data: epoll (native) or nio.")
    String getTransport();

    @Description(value = "Threads that move data.", units = "threads")
    int getEventLoops();

    @Description("When it started, ISO 8601 in UTC.")
    String getStartedAt();

    @Description(value = "Client connections open now.", units = "connections")
    int getConnections();

    @Description(value = "Client connections accepted since the start.", units = "connections")
    long getAcceptedConnections();

    @Description("The virtual servers and their states: RUNNING, NO_SERVER, WAITING_FOR_POLICY, FAILED, STOPPING.")
    Map<String, String> getVirtualServers();
}
