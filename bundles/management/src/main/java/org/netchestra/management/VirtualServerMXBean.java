package org.netchestra.management;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One virtual server. */
@Description(
        "A virtual server: one public address, a balancing policy and its real servers. Response times run from the"
                + " request's first byte to the reply's last. All attributes of a virtual server and of its real servers come"
                + " from one copy that is at most 100 ms old.")
public interface VirtualServerMXBean extends TrafficFigures {

    @Description("Its name: the part of the configuration file's name behind virtualserver-.")
    String getName();

    @Description("RUNNING; NO_SERVER: it listens but no real server takes work; WAITING_FOR_POLICY; FAILED: its address"
            + " could not be bound; STOPPING.")
    String getState();

    @Description("The address and port clients connect to; the real port where the configuration says 0.")
    String getListen();

    @Description("http or tcp.")
    String getProtocol();

    @Description("Whether bytes in bulk that nobody here reads stay in the kernel (splice): on, or off and why.")
    @Nullable
    String getSplice();

    @Description("The balancing policy in force with its options, as the configuration writes it.")
    String getPolicy();

    @Description(value = "Grows with every picker that was published.", units = "pickers")
    long getPolicyGeneration();

    @Description("What an operator should know of the policy (its bundle has left, another stands in); null when all is"
            + " well.")
    @Nullable
    String getPolicyNote();

    @Description("Why the newest configuration was refused, one problem a line with file and line; null when it is in"
            + " force.")
    @Nullable
    String getConfigurationProblem();

    @Description(value = "Grows with every configuration and every command that took effect.", units = "changes")
    long getRevision();

    @Description(value = "Client connections open now.", units = "connections")
    int getConnections();

    @Description(value = "Requests that wait now until a real server may have one more.", units = "requests")
    int getQueued();

    @Description("Requests and connections that were not passed on, by the reason: rate-limited, queue-full, no-server,"
            + " head-too-large and so on. With -dry-run behind it: those that only would not have been.")
    Map<String, Long> getRefusals();

    @Description("The configuration in force, key by key, as it was written.")
    Map<String, String> getConfiguration();

    @Description(
            "The real servers and their effective states: UP, DRAINING, DOWN, MAINTENANCE. Each has an MBean of its"
                    + " own.")
    Map<String, String> getServers();

    @Description(
            "The latest decisions that were recorded with all their candidates, oldest first. The configuration key"
                    + " explain-percent says how many are; 256 are kept.")
    DecisionRow[] listDecisions(@Description("How many at most.") int max);
}
