package org.netchestra.dispatcher.netty.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.NoLeaks;

@ExtendWith(NoLeaks.class)
class PiecesTest {

    private final Pieces pieces = new Pieces();

    /** What is taken out, whole or in parts, never changes by what comes in behind it. */
    @Test
    void shouldGiveOutInOrderWhatCameIn() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        ByteArrayOutputStream seen = new ByteArrayOutputStream();
        for (int i = 0; i < 20_000; i++) {
            if (pieces.size() > 0 && random.nextInt(3) == 0) {
                take(random, seen);
            } else {
                byte[] bytes = new byte[1 + random.nextInt(random.nextInt(10) == 0 ? 5000 : 20)];
                random.nextBytes(bytes);
                expected.writeBytes(bytes);
                ByteBuf piece = Buffers.ALLOCATOR.directBuffer(bytes.length).writeBytes(bytes);
                if (random.nextBoolean()) {
                    pieces.add(piece);
                } else {
                    pieces.copy(piece);
                }
            }
        }
        pieces.forEach(rest -> seen.writeBytes(ByteBufUtil.getBytes(rest)));
        pieces.release();

        assertThat(seen.toByteArray()).as("seed %d", seed).isEqualTo(expected.toByteArray());
        assertThat(pieces.size()).isZero();
    }

    private void take(Random random, ByteArrayOutputStream seen) {
        int length = 1 + random.nextInt(pieces.first().readableBytes());
        boolean all = length == pieces.first().readableBytes();
        ByteBuf taken = all ? pieces.removeFirst() : pieces.first().readRetainedSlice(length);
        seen.writeBytes(ByteBufUtil.getBytes(taken));
        taken.release();
    }

    @Test
    void shouldHoldFewBuffersForManyOctets() {
        for (int i = 0; i < 64 * 1024; i++) {
            ByteBuf read = Buffers.ALLOCATOR.directBuffer(64);
            pieces.copy(read.writeByte(i).retainedSlice());
            assertThat(read.refCnt()).isOne();
            read.release();
        }
        assertThat(pieces.size()).isLessThan(20);
        pieces.release();
    }
}
