package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.api.event.ClusterEvent;

class EventQueueTest {

    @Test
    void shouldKeepTheLatestLikeAPlainDeque() throws InterruptedException {
        long seed = System.nanoTime();
        System.out.println("EventQueueTest seed " + seed);
        Random random = new Random(seed);
        EventQueue queue = new EventQueue(5);
        Deque<ClusterEvent> model = new ArrayDeque<>();
        for (int i = 0; i < 10_000; i++) {
            if (random.nextInt(3) > 0 || model.isEmpty()) {
                ClusterEvent event = TestEvents.numbered(i);
                model.addLast(event);
                boolean full = model.size() > 5;
                if (full) {
                    model.removeFirst();
                }
                assertThat(queue.offer(event)).isEqualTo(full);
            } else {
                assertThat(queue.take()).isEqualTo(model.removeFirst());
            }
        }
        assertThat(queue.discard()).isEqualTo(model.size());
    }

    @Test
    void shouldGiveWhatWaitsAfterCloseAndThenNothing() throws InterruptedException {
        EventQueue queue = new EventQueue(5);
        queue.offer(TestEvents.numbered(1));
        queue.close();

        assertThat(queue.take()).isEqualTo(TestEvents.numbered(1));
        assertThat(queue.take()).isNull();
    }
}
