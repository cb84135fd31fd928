package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.ChunkReceiver;
import org.netchestra.api.journal.RequestReader;

/**
 * A request as it is kept: its head, and its body in memory up to 64 kB, beyond that in a {@link SpillFile}.
 *
 * <p>Confined to the exchange's event loop; only {@link #kept} may be asked, and the keeping be given up, from anywhere.
 */
final class KeptRequest {

    /** Bodies to this length stay in memory. */
    static final int IN_MEMORY = 64 << 10;

    private static final byte[] EMPTY = {};
    private static final int FIRST_CAPACITY = 512;

    private final long id;
    private final byte[] head;
    private final long maxBody;
    private final Storage storage;
    private final Consumer<GiveUp> givingUp;
    private final AtomicBoolean givenUp = new AtomicBoolean();
    private byte[] bytes = EMPTY;
    private int reserved;
    private long length;
    private boolean whole;
    private boolean released;
    private @Nullable SpillFile file;
    private @Nullable Runnable parked;

    /**
     * @param givingUp told once, on any thread, when the request can no longer be kept
     */
    KeptRequest(long id, ByteBuffer head, long maxBody, Storage storage, Consumer<GiveUp> givingUp) {
        this.id = id;
        this.maxBody = maxBody;
        this.storage = storage;
        this.givingUp = givingUp;
        this.head = new byte[head.remaining()];
        head.duplicate().get(this.head);
        reserve(this.head.length);
    }

    /** A request as the log has it. */
    static KeptRequest restored(RecoveredRequest found, Storage storage, Consumer<GiveUp> givingUp) {
        KeptRequest kept = new KeptRequest(found.id(), found.open().head(), Long.MAX_VALUE, storage, givingUp);
        if (found.spilled()) {
            kept.file = SpillFile.adopted(found.id(), storage, kept::giveUp);
        } else {
            kept.append(found.body());
        }
        kept.whole = found.whole();
        return kept;
    }

    byte[] head() {
        return head;
    }

    /** Bytes of the body so far. */
    long length() {
        return length;
    }

    boolean isWhole() {
        return whole;
    }

    boolean kept() {
        return !givenUp.get();
    }

    @Nullable
    SpillFile file() {
        return file;
    }

    /** The part of the body that is in memory. */
    ByteBuffer inMemory() {
        return file == null ? ByteBuffer.wrap(bytes, 0, (int) length) : ByteBuffer.allocate(0);
    }

    /**
     * Keeps a piece of the body, by copying it.
     *
     * @return whether the disk keeps up
     */
    boolean append(ByteBuffer chunk) {
        int size = chunk.remaining();
        if (!kept()) {
            release();
            length += size;
            return true;
        }
        if (length + size > maxBody) {
            giveUp(GiveUp.BODY_TOO_LARGE);
            release();
            length += size;
            return true;
        }
        boolean room = true;
        if (file == null && length + size <= IN_MEMORY) {
            copy(chunk, size);
        } else {
            room = spill(chunk.duplicate());
        }
        length += size;
        wake();
        return room;
    }

    private void copy(ByteBuffer chunk, int size) {
        int needed = (int) length + size;
        if (needed > bytes.length) {
            int capacity = Math.max(needed, Math.min(IN_MEMORY, Math.max(FIRST_CAPACITY, bytes.length * 2)));
            if (!reserve(capacity - bytes.length)) {
                return;
            }
            bytes = Arrays.copyOf(bytes, capacity);
        }
        chunk.duplicate().get(bytes, (int) length, size);
    }

    private boolean spill(ByteBuffer chunk) {
        SpillFile to = file;
        if (to == null) {
            to = new SpillFile(id, storage, this::giveUp);
            file = to;
            to.append(0, ByteBuffer.wrap(bytes, 0, (int) length));
            storage.memory().give(bytes.length);
            reserved -= bytes.length;
            bytes = EMPTY;
        }
        return to.append(length, chunk);
    }

    /** The body has ended. */
    void whole(@Nullable Runnable stored) {
        whole = true;
        if (file != null && kept()) {
            file.whole(length, stored);
        }
        wake();
    }

    private boolean reserve(int size) {
        if (!storage.memory().take(size)) {
            giveUp(GiveUp.MEMORY);
            return false;
        }
        reserved += size;
        return true;
    }

    /** Says, from any thread, that it can no longer be kept. */
    void giveUp(GiveUp why) {
        if (givenUp.compareAndSet(false, true)) {
            givingUp.accept(why);
        }
    }

    /** Gives its memory and its file back. */
    void release() {
        if (released) {
            return;
        }
        released = true;
        storage.memory().give(reserved);
        if (file != null) {
            file.delete();
        }
        wake();
    }

    RequestReader reader() {
        return new Reader();
    }

    private void wake() {
        Runnable waiting = parked;
        parked = null;
        if (waiting != null) {
            waiting.run();
        }
    }

    /** Reads from memory as long as the body is there, else from the file. */
    private final class Reader implements RequestReader {
        private long position;
        private SpillFile.@Nullable Reader spilled;

        @Override
        public ByteBuffer head() {
            return ByteBuffer.wrap(head).asReadOnlyBuffer();
        }

        @Override
        public void next(ChunkReceiver receiver) {
            if (!kept() || released) {
                receiver.onLost("the request is no longer kept");
            } else if (file != null) {
                nextOfFile(file, receiver);
            } else if (position < length) {
                ByteBuffer piece = ByteBuffer.wrap(bytes, (int) position, (int) (length - position));
                position = length;
                receiver.onChunk(piece.slice().asReadOnlyBuffer());
            } else if (whole) {
                receiver.onEnd();
            } else {
                parked = () -> next(receiver);
            }
        }

        private void nextOfFile(SpillFile from, ChunkReceiver receiver) {
            SpillFile.Reader reader = spilled;
            if (reader == null) {
                reader = from.reader();
                spilled = reader;
            }
            reader.next(position, new SpillFile.Found() {
                @Override
                public void body(ByteBuffer found) {
                    position += found.remaining();
                    receiver.onChunk(found.asReadOnlyBuffer());
                }

                @Override
                public void end() {
                    receiver.onEnd();
                }

                @Override
                public void lost(String why) {
                    giveUp(GiveUp.DISK_ERROR);
                    receiver.onLost(why);
                }
            });
        }

        @Override
        public void close() {
            parked = null;
            if (spilled != null) {
                spilled.close();
            }
        }
    }
}
