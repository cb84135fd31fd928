package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.netchestra.api.event.ClusterEvent;

class EventRelayTest {

    private final AtomicLong nanos = new AtomicLong();
    private final EventRelay relay = new EventRelay(nanos::get);
    private final List<ClusterEvent> heard = new ArrayList<>();

    @Test
    void shouldHandOverWhatComesWhileSubscribed() {
        publish(1, 2);
        EventSource.Registration registration = relay.subscribe("a", 0, heard::add);
        publish(3, 4);
        registration.close();
        publish(5, 5);

        assertThat(heard).containsExactlyElementsOf(numbered(3, 4));
    }

    @Test
    void shouldStartWithAsManyPastEventsAsAskedFor() {
        publish(1, 5);
        relay.subscribe("a", 2, heard::add);
        publish(6, 6);

        assertThat(heard).containsExactlyElementsOf(numbered(4, 6));
    }

    @Test
    void shouldGoOnWhereASubscriberStoppedWhenItComesBackSoon() {
        publish(1, 3);
        relay.subscribe("a", 1000, heard::add).close();
        publish(4, 5);
        nanos.addAndGet(EventRelay.COMES_BACK_WITHIN_NANOS);
        relay.subscribe("a", 1000, heard::add);
        publish(6, 6);

        assertThat(heard).containsExactlyElementsOf(numbered(1, 6));
    }

    @Test
    void shouldForgetASubscriberThatStaysAway() {
        relay.subscribe("a", 0, heard::add).close();
        publish(1, 3);
        nanos.addAndGet(EventRelay.COMES_BACK_WITHIN_NANOS + 1);
        relay.subscribe("a", 1, heard::add);

        assertThat(heard).containsExactlyElementsOf(numbered(3, 3));
    }

    @Test
    void shouldKeepOnlyTheLatestThousand() {
        publish(1, 3 * EventRelay.KEPT);
        relay.subscribe("a", EventRelay.KEPT, heard::add);

        assertThat(heard).containsExactlyElementsOf(numbered(2 * EventRelay.KEPT + 1, 3 * EventRelay.KEPT));
    }

    private void publish(int first, int last) {
        numbered(first, last).forEach(relay::onEvent);
    }

    private static List<ClusterEvent> numbered(int first, int last) {
        return IntStream.rangeClosed(first, last).mapToObj(TestEvents::numbered).toList();
    }
}
