package org.netchestra.management;

/** One real server of a virtual server. */
@Description(
        "A real server of a virtual server. Response times run from assigning the exchange to the first byte of the"
                + " reply. All attributes come from one copy that is at most 100 ms old; an operation has taken effect for new"
                + " exchanges when it returns, and the next read shows it. Runtime changes last until the next one or a restart.")
public interface RealServerMXBean extends TrafficFigures {

    @Description("Its name within the virtual server.")
    String getName();

    @Description("The virtual server it belongs to.")
    String getVirtualServer();

    @Description("Where it listens.")
    String getAddress();

    @Description("What the administrator wants: READY, DRAIN (no new work, finish old), MAINT (out of service).")
    String getAdminState();

    @Description("Since when the administrative state holds, ISO 8601 in UTC.")
    String getAdminSince();

    @Description("Who set the administrative state.")
    String getAdminBy();

    @Description("Why the administrative state was set; may be empty.")
    String getAdminReason();

    @Description("What health checks and traffic found: UNCHECKED (nothing measured, it is used), UP, DOWN.")
    String getOperationalState();

    @Description("Since when the operational state holds, ISO 8601 in UTC.")
    String getOperationalSince();

    @Description("Who found the operational state.")
    String getOperationalBy();

    @Description("Why the operational state holds; may be empty.")
    String getOperationalReason();

    @Description("What follows from both: UP (gets new work), DRAINING, DOWN, MAINTENANCE.")
    String getEffectiveState();

    @Description("Since when the state that decides the effective one holds, ISO 8601 in UTC.")
    String getEffectiveSince();

    @Description("Who set the state that decides the effective one.")
    String getEffectiveBy();

    @Description("Why the state that decides the effective one was set; may be empty.")
    String getEffectiveReason();

    @Description(value = "The weight in force: set by an administrator, learned, or configured; 0 gets no new work.")
    int getWeight();

    @Description("The weight of the configuration.")
    int getConfiguredWeight();

    @Description(
            value = "The part of the weight in force that slow start grants now; 100 when it is over.",
            units = "percent")
    int getRampPercent();

    @Description(value = "Open connections to it that carry no exchange now.", units = "connections")
    int getIdleConnections();

    @Description(
            value = "Smoothed time to the first byte of a reply, what policies see; 0 when nothing was measured.",
            units = "ms")
    double getResponseTimeSmoothed();

    @Description("Gives it work again, if it is healthy.")
    void ready(@Description("Why, for the record.") String reason);

    @Description("Gives it no new work; what it has it finishes.")
    void drain(@Description("Why, for the record.") String reason);

    @Description("Takes it out of service: no work, no health checks.")
    void maint(@Description("Why, for the record.") String reason);

    @Description("Overrides the configured weight until resetWeight or a restart.")
    void setWeight(
            @Description("0..65535; 0 gets no new work.") int weight,
            @Description("Why, for the record.") String reason);

    @Description("Returns to the configured weight.")
    void resetWeight(@Description("Why, for the record.") String reason);
}
