package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where records of entries go so that they outlive the dispatcher: segment files, and later a standby that keeps the same
 * records. Thread-safe; never blocks.
 *
 * <p>Frames come unsealed. Records of one entry are kept in the order in which they are given.
 */
interface RecordLog {

    /** Begins an entry with these frames. */
    void open(LiveRecord entry, ByteBuffer[] frames, @Nullable Consumer<Boolean> stored);

    /**
     * Goes on with an entry.
     *
     * @param replyUntilMillis until when a reply in the frame is wanted, 0 when there is none
     * @param stored told true when it is stored, false when it could not be; null when nobody waits
     */
    void append(LiveRecord entry, ByteBuffer frame, long replyUntilMillis, @Nullable Consumer<Boolean> stored);

    /** Stores a frame that belongs to no entry. */
    void note(ByteBuffer frame);

    /** Ends an entry with this frame. */
    void end(LiveRecord entry, ByteBuffer frame);
}
