package org.netchestra.dispatcher.netty.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.NoLeaks;
import org.netchestra.dispatcher.netty.loop.Buffers;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

@ExtendWith(NoLeaks.class)
class GatheredBodyTest {

    private static final int READ = 64 * 1024;

    private final KeptMemory memory = new KeptMemory(32 << 20);
    private final GatheredBody body = new GatheredBody(memory);

    private byte[] content() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.forEach(piece -> bytes.writeBytes(ByteBufUtil.getBytes(piece)));
        return bytes.toByteArray();
    }

    @Test
    void shouldKeepPiecesOfAllSizesInTheirOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        for (int i = 0; i < 300; i++) {
            ByteBuf read = Buffers.ALLOCATOR.directBuffer(8192);
            byte[] bytes = new byte[random.nextInt(4) == 0 ? 4096 + random.nextInt(4096) : 1 + random.nextInt(600)];
            random.nextBytes(bytes);
            read.writeBytes(bytes);
            if (i < 10) {
                body.add(read.retainedDuplicate(), -1);
            } else {
                assertThat(body.keep(read)).isTrue();
                assertThat(read.readableBytes()).isEqualTo(bytes.length);
            }
            read.release();
            expected.writeBytes(bytes);
        }

        assertThat(content()).as("seed %d", seed).isEqualTo(expected.toByteArray());
        body.release();
        assertThat(content()).isEmpty();
    }

    @Test
    void shouldHoldNoLargeBufferForASmallPiece() {
        ByteBuf read = Buffers.ALLOCATOR.directBuffer(READ).writeZero(1000);
        ByteBuf piece = read.retainedSlice(0, 100);

        body.keep(piece);
        piece.release();
        read.release();

        assertThat(read.refCnt()).isZero();
        assertThat(content()).hasSize(100);
        body.release();
    }

    @Test
    void shouldKeepALargePieceWithoutACopy() {
        ByteBuf read = Buffers.ALLOCATOR.directBuffer(READ).writeZero(READ);

        body.keep(read);
        read.setByte(17, 'x');

        assertThat(content()[17]).isEqualTo((byte) 'x');
        read.release();
        body.release();
    }

    @Test
    void shouldKeepNoMoreThanThereIsMemoryFor() {
        ByteBuf read = Buffers.ALLOCATOR.directBuffer(READ).writeZero(READ);
        List<GatheredBody> bodies = new ArrayList<>();
        long kept = 0;
        for (int i = 0; i < 100; i++) {
            GatheredBody one = new GatheredBody(memory);
            bodies.add(one);
            while (one.keep(read)) {
                kept += READ;
            }
        }

        assertThat(kept).isEqualTo(32 << 20);
        bodies.forEach(GatheredBody::release);
        assertThat(body.keep(read)).isTrue();
        body.release();
        read.release();
    }
}
