package org.netchestra.core.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

final class EventHubTest {

    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final EventHub hub = new EventHub(tasks::add, failures::add);
    private final List<String> heard = new ArrayList<>();

    @Test
    void shouldDeliverInOrderToAllListeners() {
        hub.add(e -> heard.add("a" + e.message()));
        hub.add(e -> heard.add("b" + e.message()));

        hub.publish(event(1));
        hub.publish(event(2));
        runTasks();

        assertThat(heard).containsExactly("a1", "b1", "a2", "b2");
    }

    @Test
    void shouldGoOnWhenAListenerThrows() {
        hub.add(e -> {
            throw new IllegalStateException("broken listener");
        });
        hub.add(e -> heard.add(e.message()));

        hub.publish(event(1));
        runTasks();
        hub.publish(event(2));
        runTasks();

        assertThat(heard).containsExactly("1", "2");
        assertThat(failures).hasSize(2);
    }

    @Test
    void shouldDropTheOldestWhenNobodyKeepsUp() {
        hub.add(e -> heard.add(e.message()));

        for (int i = 0; i < 1030; i++) {
            hub.publish(event(i));
        }
        runTasks();

        assertThat(hub.dropped()).isEqualTo(6);
        assertThat(heard).hasSize(1024).startsWith("6").endsWith("1029");
    }

    @Test
    void shouldKeepTheLatest() {
        for (int i = 0; i < 2000; i++) {
            hub.publish(event(i));
        }

        assertThat(hub.recent(3)).extracting(ClusterEvent::message).containsExactly("1997", "1998", "1999");
        assertThat(hub.recent(Integer.MAX_VALUE)).hasSize(1024);
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private static ClusterEvent event(int number) {
        return new ClusterEvent(Instant.EPOCH, "test", Severity.INFO, null, null, Integer.toString(number), Map.of());
    }
}
