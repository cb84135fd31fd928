package org.netchestra.management;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import javax.management.MBeanNotificationInfo;
import javax.management.Notification;
import javax.management.NotificationBroadcasterSupport;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEventListener;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.event.Topics;

/** Answers with the latest events, and sends each new one as a notification. Thread-safe. */
final class EventsBean extends NotificationBroadcasterSupport implements EventsMXBean, ClusterEventListener {

    private static final String TYPE_PREFIX = "org.netchestra.";
    private static final int RECENT = 100;

    private final ClusterEvents events;
    private final AtomicLong sequence = new AtomicLong();

    EventsBean(ClusterEvents events) {
        super(new MBeanNotificationInfo(types(), Notification.class.getName(), "An event of the cluster."));
        this.events = events;
    }

    /** All topics there are: a topic that is added to the API needs no change here. */
    private static String[] types() {
        return Stream.of(Topics.class.getFields()).map(EventsBean::type).toArray(String[]::new);
    }

    private static String type(Field topic) {
        try {
            return type(String.valueOf(topic.get(null)));
        } catch (IllegalAccessException impossible) {
            throw new IllegalStateException(topic + " is public", impossible);
        }
    }

    private static String type(String topic) {
        return TYPE_PREFIX + topic.replace('/', '.');
    }

    @Override
    public EventRow[] getRecent() {
        return listRecent(RECENT);
    }

    @Override
    public long getDropped() {
        return events.dropped();
    }

    @Override
    public EventRow[] listRecent(int max) {
        Refusal.requireMaximum(max);
        return events.recent(max).stream().map(EventRow::new).toArray(EventRow[]::new);
    }

    @Override
    public void onEvent(ClusterEvent event) {
        Notification notification = new Notification(
                type(event.topic()),
                ObjectNames.EVENTS,
                sequence.incrementAndGet(),
                event.time().toEpochMilli(),
                event.message());
        notification.setUserData(userData(event));
        sendNotification(notification);
    }

    /** Of JDK classes only, and serializable: it travels to clients that have none of ours. */
    private static Map<String, Object> userData(ClusterEvent event) {
        Map<String, Object> data = new HashMap<>();
        data.put("time", event.time().toString());
        data.put("topic", event.topic());
        data.put("severity", event.severity().name());
        data.put("virtualServer", event.virtualServer());
        data.put("server", event.server());
        data.put("details", new HashMap<>(event.details()));
        return data;
    }
}
