package org.netchestra.policies.locality;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.conformance.ProbeServer;

class AssignmentTableTest {

    private static final long MILLISECOND = 1_000_000;
    private static final ProbeServer SERVER = new ProbeServer("A");

    @Test
    void shouldRememberKeysUpToItsSize() {
        AssignmentTable table = new AssignmentTable(4096);
        for (int key = 0; key < 1000; key++) {
            assign(table, hash("/" + key), key);
        }
        int known = 0;
        for (int key = 0; key < 1000; key++) {
            known += table.peek(hash("/" + key)) == null ? 0 : 1;
        }
        assertThat(known).isEqualTo(1000);
    }

    @Test
    void shouldStayBoundedAndKeepWhatIsUsed() {
        AssignmentTable table = new AssignmentTable(1024);
        Random random = new Random(5);
        long now = 0;
        for (int key = 0; key < 200_000; key++) {
            now += 2 * MILLISECOND;
            assign(table, random.nextLong(), now);
            if (key % 50 == 0) {
                assign(table, hash("/hot"), now);
                assertThat(table.peek(hash("/hot"))).isNotNull();
            }
        }
        assertThat(table.size()).isEqualTo(table.capacity()).isEqualTo(1024);
    }

    @Test
    void shouldReplaceTheLeastRecentlyUsed() {
        AssignmentTable table = new AssignmentTable(8);
        for (int key = 0; key < 8; key++) {
            assign(table, key, key * 2 * MILLISECOND);
        }
        assign(table, 0, 20 * MILLISECOND);
        assign(table, 100, 22 * MILLISECOND);
        assertThat(table.peek(0)).isNotNull();
        assertThat(table.peek(1)).isNull();
        assertThat(table.peek(100)).isNotNull();
    }

    @Test
    void shouldExpireWhenAnotherKeyComesBy() {
        AssignmentTable table = new AssignmentTable(8);
        assign(table, 1, 0);
        table.entry(1, 50 * MILLISECOND, 10 * MILLISECOND);
        assertThat(table.peek(1)).as("its own use does not expire it").isNotNull();
        table.entry(2, 70 * MILLISECOND, 10 * MILLISECOND);
        assertThat(table.peek(1)).isNull();
    }

    @Test
    void shouldWorkAtTheSmallestSizes() {
        for (int size = 1; size < 20; size++) {
            AssignmentTable table = new AssignmentTable(size);
            for (int key = 0; key < 100; key++) {
                assign(table, hash("/" + key), key * 2 * MILLISECOND);
                assertThat(table.peek(hash("/" + key))).isNotNull();
            }
            assertThat(table.capacity()).isBetween(size, size + 7);
        }
    }

    @Test
    void shouldHashEveryByte() {
        Set<Long> hashes = new HashSet<>();
        byte[] bytes = new byte[23];
        for (int at = 0; at < bytes.length; at++) {
            for (int bit = 0; bit < 8; bit++) {
                bytes[at] ^= (byte) (1 << bit);
                hashes.add(hash(bytes, 0, bytes.length));
                bytes[at] ^= (byte) (1 << bit);
            }
        }
        for (int length = 0; length <= bytes.length; length++) {
            hashes.add(hash(bytes, 0, length));
        }
        assertThat(hashes).hasSize(23 * 8 + 24);
        assertThat(hash("x/path/to/file".getBytes(StandardCharsets.UTF_8), 1, 13))
                .isEqualTo(hash("/path/to/file"));
    }

    private static void assign(AssignmentTable table, long hash, long now) {
        AssignmentTable.Entry entry = table.entry(hash, now, AssignmentTable.FOREVER);
        entry.replace(entry.assignment(), Assignment.of(SERVER, now));
    }

    private static long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hash(bytes, 0, bytes.length);
    }

    private static long hash(byte[] bytes, int offset, int length) {
        RequestKey key = new RequestKey();
        key.set(bytes, offset, length);
        return KeyHash.of(key);
    }
}
