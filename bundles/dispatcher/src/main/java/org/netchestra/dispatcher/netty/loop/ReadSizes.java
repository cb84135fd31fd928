package org.netchestra.dispatcher.netty.loop;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.DefaultMaxMessagesRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import java.util.function.LongSupplier;

/**
 * How much a connection reads at once. It begins small, grows fourfold as long as reads come back full, and halves when two in a row
 * would have fitted into half. Up to 256 kB, where Netty's own ends at 64: a bulk reply then costs a quarter less processor time; but
 * what is read for a client that takes it slowly stays in memory, so that reads are small while much of that is in use. Thread-safe;
 * each handle is confined to its event loop.
 */
final class ReadSizes extends DefaultMaxMessagesRecvByteBufAllocator {

    static final int LARGEST = 256 * 1024;
    static final int LARGEST_WHEN_SCARCE = 16 * 1024;
    static final int FIRST = 2048;
    private static final int SMALLEST = 512;

    private final LongSupplier used;
    private final long plenty;
    private volatile int largest = LARGEST;

    /**
     * @param used bytes of the memory for traffic that are in use
     * @param available all there are
     */
    ReadSizes(LongSupplier used, long available) {
        this.used = used;
        plenty = available / 2;
    }

    /** Looks at the memory again. */
    void adjust() {
        largest = used.getAsLong() < plenty ? LARGEST : LARGEST_WHEN_SCARCE;
    }

    @Override
    public ExtendedHandle newHandle() {
        return new Size();
    }

    private final class Size extends MaxMessageHandle {
        private int size = FIRST;
        private boolean wasSmall;

        @Override
        public int guess() {
            return Math.min(size, largest);
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return allocator.ioBuffer(guess());
        }

        @Override
        public void lastBytesRead(int bytes) {
            if (bytes > 0 && bytes == attemptedBytesRead()) {
                size = Math.min(bytes * 4, LARGEST);
                wasSmall = false;
            }
            super.lastBytesRead(bytes);
        }

        @Override
        public void readComplete() {
            boolean small = totalBytesRead() <= size / 2;
            if (small && wasSmall) {
                size = Math.max(size / 2, SMALLEST);
            }
            wasSmall = small && !wasSmall;
        }
    }
}
