package org.netchestra.core.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class HashTablesTest {

    @Test
    void ringShouldFindWhatASortedMapFinds() {
        Random random = new Random(1);
        for (int round = 0; round < 200; round++) {
            int size = 1 + random.nextInt(400);
            long[] points = new long[size];
            int[] owners = new int[size];
            TreeMap<Long, Integer> model = new TreeMap<>(Long::compareUnsigned);
            for (int index = 0; index < size; index++) {
                points[index] = round % 2 == 0 ? random.nextLong() : random.nextInt(300) - 150;
                owners[index] = index;
                model.putIfAbsent(points[index], index);
            }
            HashRing ring = HashRing.of(points, owners);
            for (int look = 0; look < 200; look++) {
                long hash = look < size ? points[look] + random.nextInt(3) - 1 : random.nextLong();
                Map.Entry<Long, Integer> expected = model.ceilingEntry(hash);
                int owner = expected == null ? model.firstEntry().getValue() : expected.getValue();
                assertThat(ring.owner(ring.find(hash))).isEqualTo(owner);
            }
        }
    }

    @Test
    void ringShouldGoRoundInOrder() {
        HashRing ring = HashRing.of(new long[] {-1, 5, 3}, new int[] {0, 1, 2});
        int first = ring.find(0);
        assertThat(ring.owner(first)).isEqualTo(2);
        assertThat(ring.owner(ring.after(first))).isEqualTo(1);
        assertThat(ring.owner(ring.after(ring.after(first)))).isEqualTo(0);
        assertThat(ring.after(ring.after(ring.after(first)))).isEqualTo(first);
    }

    @Test
    void maglevShouldShareSlotsEvenlyAndByTurns() {
        Random random = new Random(2);
        for (int round = 0; round < 50; round++) {
            int owners = 1 + random.nextInt(40);
            MaglevTable table = MaglevTable.of(
                    4093, numbers(random, owners, 0, 4092), numbers(random, owners, 1, 4092), filled(owners, 1));
            int[] slots = slots(table, owners);
            assertThat(Arrays.stream(slots).max().orElseThrow()
                            - Arrays.stream(slots).min().orElseThrow())
                    .isLessThanOrEqualTo(1);
        }
        MaglevTable weighted =
                MaglevTable.of(1021, numbers(random, 3, 0, 1020), numbers(random, 3, 1, 1020), new int[] {1, 0, 3});
        assertThat(slots(weighted, 3)).containsExactly(256, 0, 765);
    }

    @Test
    void maglevWithoutTurnsShouldBelongToNobody() {
        MaglevTable table = MaglevTable.of(251, new int[1], new int[] {1}, new int[1]);
        assertThat(table.owner(7)).isEqualTo(MaglevTable.NOBODY);
    }

    @Test
    void anchorShouldMoveOnlyTheStoppedBucketsKeysAndGiveThemBack() {
        Random random = new Random(3);
        for (int round = 0; round < 300; round++) {
            int capacity = 2 + random.nextInt(60);
            AnchorTable table = AnchorTable.of(capacity, 2 + random.nextInt(capacity - 1));
            long[] keys = random.longs(200).toArray();
            List<int[]> history = new ArrayList<>();
            List<Integer> stopped = new ArrayList<>();
            while (table.working() > 1 && random.nextInt(8) > 0) {
                int[] before = buckets(table, keys);
                history.add(before);
                int bucket = before[random.nextInt(keys.length)];
                table.remove(bucket);
                stopped.add(bucket);
                int[] after = buckets(table, keys);
                for (int key = 0; key < keys.length; key++) {
                    if (before[key] == bucket) {
                        assertThat(after[key]).isNotEqualTo(bucket);
                    } else {
                        assertThat(after[key]).isEqualTo(before[key]);
                    }
                }
            }
            for (int step = history.size() - 1; step >= 0; step--) {
                assertThat(table.add()).isEqualTo(stopped.get(step));
                assertThat(buckets(table, keys)).isEqualTo(history.get(step));
            }
        }
    }

    @Test
    void anchorShouldShareTheKeysOfStoppedBucketsEvenly() {
        AnchorTable table = AnchorTable.of(64, 16);
        table.remove(3);
        table.remove(0);
        int[] counts = new int[64];
        new Random(5).longs(280_000).forEach(key -> counts[table.bucket(key)]++);
        for (int bucket = 0; bucket < 16; bucket++) {
            int expected = bucket == 0 || bucket == 3 ? 0 : 20_000;
            assertThat(counts[bucket]).as("bucket %d", bucket).isBetween(expected - 600, expected + 600);
        }
    }

    @Test
    void anchorShouldRefuseMoreThanItsCapacity() {
        AnchorTable table = AnchorTable.of(2, 2);
        assertThatThrownBy(table::add).isInstanceOf(IllegalStateException.class).hasMessageContaining("capacity");
        assertThat(AnchorTable.of(2, 1).copy().add()).isEqualTo(1);
    }

    private static int[] buckets(AnchorTable table, long[] keys) {
        return Arrays.stream(keys).mapToInt(table::bucket).toArray();
    }

    private static int[] slots(MaglevTable table, int owners) {
        int[] counts = new int[owners];
        for (int slot = 0; slot < table.size(); slot++) {
            counts[table.owner(slot)]++;
        }
        return counts;
    }

    private static int[] numbers(Random random, int count, int from, int to) {
        return random.ints(count, from, to + 1).toArray();
    }

    private static int[] filled(int count, int value) {
        int[] numbers = new int[count];
        Arrays.fill(numbers, value);
        return numbers;
    }
}
