package org.netchestra.dispatcher.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.NoLeaks;

@ExtendWith(NoLeaks.class)
class ReadSizesTest {

    private final AtomicLong used = new AtomicLong();
    private final ReadSizes sizes = new ReadSizes(used::get, 1000);
    private final ExtendedHandle handle = (ExtendedHandle) sizes.newHandle();

    /** One turn of reading, as the transports do it: until a read comes back short. */
    private void read(int available) {
        EmbeddedChannel channel = new EmbeddedChannel();
        handle.reset(channel.config());
        int left = available;
        boolean full = true;
        while (left > 0 && full) {
            ByteBuf buffer = handle.allocate(Buffers.ALLOCATOR);
            int size = buffer.writableBytes();
            handle.attemptedBytesRead(size);
            handle.lastBytesRead(Math.min(left, size));
            full = left >= size;
            left -= size;
            buffer.release();
        }
        handle.readComplete();
        channel.finishAndReleaseAll();
    }

    @Test
    void shouldGrowWithFullReadsAndShrinkWithSmallOnes() {
        assertThat(handle.guess()).isEqualTo(ReadSizes.FIRST);

        read(10 << 20);
        assertThat(handle.guess()).isEqualTo(ReadSizes.LARGEST);

        for (int i = 0; i < 40; i++) {
            read(100);
        }
        assertThat(handle.guess()).isBetween(100, 1024);
    }

    @Test
    void shouldNotShrinkForOneSmallRead() {
        read(10 << 20);
        read(100);

        assertThat(handle.guess()).isEqualTo(ReadSizes.LARGEST);
    }

    @Test
    void shouldReadLittleWhileMemoryIsScarce() {
        read(10 << 20);

        used.set(600);
        sizes.adjust();
        assertThat(handle.guess()).isEqualTo(ReadSizes.LARGEST_WHEN_SCARCE);

        used.set(400);
        sizes.adjust();
        assertThat(handle.guess()).isEqualTo(ReadSizes.LARGEST);
    }
}
