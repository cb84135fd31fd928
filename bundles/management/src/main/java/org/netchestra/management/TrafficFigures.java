package org.netchestra.management;

/**
 * The counters that the dispatcher, a virtual server and a real server have in common.
 *
 * <p>Totals count from the start of the dispatcher, or from when the server was configured; a new configuration that keeps
 * the server keeps them. Response times are read from a histogram over the life of the counters, to about 3 %.
 */
public interface TrafficFigures {

    @Description(value = "Exchanges (a request and its reply) in progress now.", units = "exchanges")
    int getInFlight();

    @Description(value = "Exchanges ended since the counters were made.", units = "exchanges")
    long getRequests();

    @Description(
            value = "Exchanges that ended by a server's fault or without a reply, of those in Requests.",
            units = "exchanges")
    long getFailures();

    @Description(value = "Attempts at another server after a first one failed.", units = "attempts")
    long getRetries();

    @Description(value = "Final replies with a status of 100..199.", units = "replies")
    long getReplies1xx();

    @Description(value = "Final replies with a status of 200..299.", units = "replies")
    long getReplies2xx();

    @Description(value = "Final replies with a status of 300..399.", units = "replies")
    long getReplies3xx();

    @Description(value = "Final replies with a status of 400..499.", units = "replies")
    long getReplies4xx();

    @Description(value = "Final replies with a status of 500..599.", units = "replies")
    long getReplies5xx();

    @Description(value = "Bytes received from clients.", units = "bytes")
    long getBytesIn();

    @Description(value = "Bytes sent to clients.", units = "bytes")
    long getBytesOut();

    @Description(value = "Response times behind the figures below.", units = "samples")
    long getResponseTimeSamples();

    @Description(value = "Mean response time; 0 without a sample.", units = "ms")
    double getResponseTimeMean();

    @Description(value = "Median response time; 0 without a sample.", units = "ms")
    double getResponseTimeP50();

    @Description(value = "90th percentile of the response times; 0 without a sample.", units = "ms")
    double getResponseTimeP90();

    @Description(value = "99th percentile of the response times; 0 without a sample.", units = "ms")
    double getResponseTimeP99();

    @Description(value = "99.9th percentile of the response times; 0 without a sample.", units = "ms")
    double getResponseTimeP999();

    @Description(value = "The longest response time; 0 without a sample.", units = "ms")
    double getResponseTimeMax();
}
