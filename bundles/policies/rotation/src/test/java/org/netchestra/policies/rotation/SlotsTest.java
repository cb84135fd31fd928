package org.netchestra.policies.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SlotsTest {

    @Test
    void shouldRefuseAnOldTicketThoughItsSlotIsCurrentAgain() {
        Slots slots = new Slots(1);
        long old = slots.ticket();
        int first = Slots.slotOf(old);
        int second = slots.claim();
        assertThat(slots.replace(old, second)).isTrue();
        assertThat(slots.replace(slots.ticket(), first)).isTrue();
        assertThat(Slots.slotOf(slots.ticket())).isEqualTo(first);
        assertThat(slots.replace(old, second)).isFalse();
    }

    @Test
    void shouldNeverGiveOutTheCurrentSlotNorOneTwice() {
        Slots slots = new Slots(2);
        Set<Integer> claimed = new HashSet<>(Set.of(Slots.slotOf(slots.ticket())));
        for (int claim = 1; claim < 64; claim++) {
            assertThat(claimed.add(slots.claim())).isTrue();
        }
        slots.release(17);
        assertThat(slots.claim()).isEqualTo(17);
    }
}
