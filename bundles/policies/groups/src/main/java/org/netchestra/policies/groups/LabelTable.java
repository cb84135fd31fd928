package org.netchestra.policies.groups;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.netchestra.api.policy.RequestKey;

/** Finds which of some texts a request's key is, without making a text of the key. Immutable and thread-safe. */
final class LabelTable {

    /** None of them. */
    static final int UNKNOWN = -1;

    private static final int FNV_BASIS = 0x811c9dc5;
    private static final int FNV_PRIME = 0x01000193;

    private final byte[][] texts;
    /** Where a text stands in {@link #texts}, by hash; {@link #UNKNOWN} where none does. */
    private final int[] slots;

    /** @param labels distinct texts */
    LabelTable(List<String> labels) {
        texts = labels.stream()
                .map(label -> label.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
        slots = new int[Math.max(2, Integer.highestOneBit(Math.max(1, texts.length)) << 2)];
        Arrays.fill(slots, UNKNOWN);
        for (int text = 0; text < texts.length; text++) {
            int slot = slot(hash(texts[text], 0, texts[text].length));
            while (slots[slot] != UNKNOWN) {
                slot = slot(slot + 1);
            }
            slots[slot] = text;
        }
    }

    /** Which text it is, or {@link #UNKNOWN}. */
    int find(RequestKey key) {
        int slot = slot(hash(key.array(), key.offset(), key.length()));
        while (slots[slot] != UNKNOWN) {
            byte[] text = texts[slots[slot]];
            if (Arrays.equals(text, 0, text.length, key.array(), key.offset(), key.offset() + key.length())) {
                return slots[slot];
            }
            slot = slot(slot + 1);
        }
        return UNKNOWN;
    }

    private int slot(int hash) {
        return hash & (slots.length - 1);
    }

    /** FNV-1a (Fowler, Noll, Vo). */
    private static int hash(byte[] bytes, int offset, int length) {
        int hash = FNV_BASIS;
        for (int index = offset; index < offset + length; index++) {
            hash = (hash ^ bytes[index]) * FNV_PRIME;
        }
        return hash ^ (hash >>> 15);
    }
}
