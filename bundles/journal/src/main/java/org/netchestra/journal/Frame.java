package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A record as it stands in a file.
 *
 * <pre>
 * 0  length of the payload   4 bytes, big-endian
 * 4  CRC32C of all the rest  4
 * 8  type                    1
 * 9  id of the entry         8
 * 17 payload
 * </pre>
 *
 * <p>The length is under the checksum too: a torn or overwritten one is noticed. Stateless.
 */
final class Frame {

    static final int HEADER = 17;

    /** No record is longer: a longer length is rubbish. */
    static final int MAX_PAYLOAD = 1 << 28;

    private static final int CRC_AT = 4;
    private static final int CHECKED_FROM = 8;

    private Frame() {}

    /** Starts a frame; the payload goes behind it, then {@link #seal}. */
    static ByteBuffer begin(ByteBuffer frame, RecordType type, long id) {
        frame.putInt(0).putInt(0).put(type.code()).putLong(id);
        return frame;
    }

    /** Ends the frame that fills the buffer from its start to its position, and makes it ready to be written. */
    static ByteBuffer seal(ByteBuffer frame) {
        frame.flip();
        frame.putInt(0, frame.limit() - HEADER);
        frame.putInt(CRC_AT, checksum(frame));
        return frame;
    }

    /** The checksum of the frame that fills the buffer from index 0 to its limit; leaves the position alone. */
    static int checksum(ByteBuffer frame) {
        CRC32C crc = new CRC32C();
        crc.update(frame.duplicate().position(0).limit(CRC_AT));
        crc.update(frame.duplicate().position(CHECKED_FROM));
        return (int) crc.getValue();
    }

    static int crcOf(ByteBuffer frame) {
        return frame.getInt(CRC_AT);
    }

    static byte typeOf(ByteBuffer frame) {
        return frame.get(CHECKED_FROM);
    }

    static long idOf(ByteBuffer frame) {
        return frame.getLong(CHECKED_FROM + 1);
    }
}
