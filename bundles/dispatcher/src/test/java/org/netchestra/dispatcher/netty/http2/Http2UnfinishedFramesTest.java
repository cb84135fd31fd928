package org.netchestra.dispatcher.netty.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2Exception;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.dispatcher.netty.NoLeaks;
import org.netchestra.dispatcher.netty.loop.KeptMemory;

/** Frames that never come to their end, on many connections of an event loop. */
@ExtendWith(NoLeaks.class)
class Http2UnfinishedFramesTest {

    private static final int BLOCK_SIZE = 32 * 1024;
    private static final int MEMORY = 512 * 1024;
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    private final KeptMemory memory = new KeptMemory(MEMORY);
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);

    private Http2FrameReader reader() throws Http2Exception {
        Http2FrameReader reader = new Http2FrameReader(new FrameEvents().asSink(BLOCK_SIZE), false, BLOCK_SIZE, memory);
        reader.read(allocator, bytes(SETTINGS, 0));
        return reader;
    }

    private ByteBuf bytes(byte[] start, int more) {
        return allocator.buffer(start.length + more).writeBytes(start).writeZero(more);
    }

    /** HEADERS or CONTINUATION of so many octets. */
    private static byte[] frame(int type, int flags, int length) {
        return new byte[] {0, (byte) (length >> 8), (byte) length, (byte) type, (byte) flags, 0, 0, 0, 1};
    }

    @Test
    void shouldHoldNoMoreThanItsShareOfTheMemory() throws Exception {
        List<Http2FrameReader> readers = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        Http2FrameReader reader = reader();
                        readers.add(reader);
                        reader.read(allocator, bytes(frame(1, 4, 16_000), 15_999));
                    }
                })
                .isInstanceOf(Http2Exception.class)
                .hasMessageContaining("too many unfinished frames");
        assertThat(readers.size()).isBetween(MEMORY / 40_000, MEMORY / 16_000 + 1);

        readers.forEach(Http2FrameReader::close);
        assertAllGivenBack();
    }

    @Test
    void shouldCountTheBeginningOfAContinuationBesideItsBlock() throws Exception {
        List<Http2FrameReader> readers = new ArrayList<>();
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 1000; i++) {
                        Http2FrameReader reader = reader();
                        readers.add(reader);
                        reader.read(allocator, bytes(frame(1, 0, 16_000), 16_000));
                        reader.read(allocator, bytes(frame(9, 4, 16_000), 15_999));
                    }
                })
                .isInstanceOf(Http2Exception.class)
                .hasMessageContaining("too many unfinished");
        assertThat(readers.size()).isLessThanOrEqualTo(MEMORY / (BLOCK_SIZE + 16_000) + 1);

        readers.forEach(Http2FrameReader::close);
        assertAllGivenBack();
    }

    /** What came behind a large piece of data in one read must not hold on to its buffer. */
    @Test
    void shouldHoldNoLargeBufferForTheFirstOctetsOfAFrame() throws Exception {
        List<Http2FrameReader> readers = new ArrayList<>();
        long before = allocator.metric().usedHeapMemory();
        for (int i = 0; i < 100; i++) {
            Http2FrameReader reader = reader();
            readers.add(reader);
            ByteBuf read = allocator.buffer(256 * 1024);
            for (int j = 0; j < 10_000; j++) {
                read.writeBytes(SETTINGS);
            }
            reader.read(allocator, read.writeBytes(SETTINGS, 0, 5));
        }
        assertThat(allocator.metric().usedHeapMemory() - before).isLessThan(100 * 1024);

        readers.forEach(Http2FrameReader::close);
        assertAllGivenBack();
    }

    @Test
    void shouldGiveBackWhatAWholeFrameHeld() throws Exception {
        Http2FrameReader reader = reader();
        for (int i = 0; i < 1000; i++) {
            reader.read(allocator, bytes(frame(99, 0, 16_000), 15_999));
            reader.read(allocator, bytes(new byte[1], 0));
        }
        assertAllGivenBack();
        reader.close();
    }

    private void assertAllGivenBack() {
        assertThat(memory.take(MEMORY)).isTrue();
        memory.give(MEMORY);
    }
}
