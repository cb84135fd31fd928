package org.netchestra.core.hash;

import java.util.zip.CRC32;

/**
 * CRC-32 (IEEE 802.3) also in steps, as nginx computes it: {@link CRC32} neither exposes nor takes a state.
 */
public final class Crc32 {

    /** The state before the first byte. */
    public static final int INITIAL = ~0;

    private static final int[] TABLE = table();
    private static final ThreadLocal<CRC32> SUMS = ThreadLocal.withInitial(CRC32::new);

    private Crc32() {}

    /** The checksum of some bytes. */
    public static int of(byte[] bytes, int offset, int length) {
        CRC32 sum = SUMS.get();
        sum.reset();
        sum.update(bytes, offset, length);
        return (int) sum.getValue();
    }

    /** The state after some more bytes; its complement is the checksum. */
    public static int update(int state, byte[] bytes, int offset, int length) {
        int crc = state;
        for (int index = offset; index < offset + length; index++) {
            crc = TABLE[(crc ^ bytes[index]) & 0xff] ^ (crc >>> 8);
        }
        return crc;
    }

    private static int[] table() {
        int[] table = new int[256];
        for (int index = 0; index < table.length; index++) {
            int crc = index;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 1) != 0 ? (crc >>> 1) ^ 0xEDB88320 : crc >>> 1;
            }
            table[index] = crc;
        }
        return table;
    }
}
