package org.netchestra.management;

/** What happened to the cluster. */
@Description(
        "What happened to the cluster. Every event is also a notification: its type is org.netchestra. and the topic"
                + " with dots, its message the event's, its user data a map of the other fields.")
public interface EventsMXBean {

    @Description("The latest 100 events, oldest first.")
    EventRow[] getRecent();

    @Description(
            value = "Events that listeners never got because they could not keep up, since the start.",
            units = "events")
    long getDropped();

    @Description("The latest events, oldest first, as far as they are kept (1024).")
    EventRow[] listRecent(@Description("How many at most.") int max);
}
