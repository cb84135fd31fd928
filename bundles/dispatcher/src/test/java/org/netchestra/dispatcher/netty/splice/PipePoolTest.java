package org.netchestra.dispatcher.netty.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.core.os.PipeSizer;
import org.netchestra.dispatcher.netty.NoLeaks;

/** Pipes that nobody empties: others get theirs in the end, and nothing that was in them is lost. */
@ExtendWith(NoLeaks.class)
class PipePoolTest {

    private static final int MOST = 8;
    private static final int LOOKS = 11;
    private static final int SIZE = 40_000;

    private final PipePool pool = new PipePool(() -> PipeSizer.NONE, MOST);

    /** Stand in the place of sockets: what is written to the second comes out of the first. */
    private FileDescriptor[] source;

    private FileDescriptor[] sink;

    @BeforeAll
    static void shouldRunWhereThereIsEpoll() {
        assumeTrue(Epoll.isAvailable(), "no epoll here");
    }

    @BeforeEach
    void open() throws IOException {
        source = FileDescriptor.pipe();
        sink = FileDescriptor.pipe();
    }

    @AfterEach
    void close() throws IOException {
        for (FileDescriptor end : List.of(source[0], source[1], sink[0], sink[1])) {
            end.close();
        }
        pool.close();
    }

    private static ByteBuffer random(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return ByteBuffer.allocateDirect(size).put(bytes).flip();
    }

    /** Bytes that wait in a pipe of the pool for the sink. */
    private PipedBytes waiting(int seed) throws IOException {
        assertThat(source[1].write(random(seed, SIZE), 0, SIZE)).isEqualTo(SIZE);
        Pipe pipe = pool.take();
        assertThat(pipe).isNotNull();
        assertThat(pipe.fill(source[0], Math.min(SIZE, pool.room()))).isEqualTo(SIZE);
        PipedBytes bytes = new PipedBytes(pool, pipe, sink[1], SIZE, () -> {}, () -> {});
        pool.waits(bytes);
        return bytes;
    }

    private List<PipedBytes> allWaiting() throws IOException {
        List<PipedBytes> all = new ArrayList<>();
        for (int seed = 0; seed < MOST; seed++) {
            all.add(waiting(seed));
        }
        assertThat(pool.take()).isNull();
        return all;
    }

    /** What Netty does whenever the receiver takes something, until all is out. */
    private byte[] received(PipedBytes bytes) throws IOException {
        ByteBuffer got = ByteBuffer.allocateDirect(SIZE);
        ByteBuffer block = ByteBuffer.allocateDirect(1000);
        while (bytes.left() > 0) {
            bytes.transferTo(new Sink(), bytes.transferred());
            for (int n = sink[0].read(block, 0, block.capacity()); n > 0; n = read(block)) {
                got.put(block.duplicate().position(0).limit(n));
            }
        }
        byte[] all = new byte[got.flip().remaining()];
        got.get(all);
        return all;
    }

    private int read(ByteBuffer block) throws IOException {
        return sink[0].read(block, 0, block.capacity());
    }

    private final class Sink implements WritableByteChannel {

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            return Math.max(0, sink[1].write(bytes, bytes.position(), bytes.limit()));
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    private void assertReceived(List<PipedBytes> all) throws IOException {
        for (int seed = 0; seed < all.size(); seed++) {
            byte[] expected = new byte[SIZE];
            random(seed, SIZE).get(expected);
            assertThat(received(all.get(seed))).isEqualTo(expected);
            assertThat(all.get(seed).release()).isTrue();
        }
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void shouldTakeOutWhatDoesNotMoveWhenNearlyAllWait() throws Exception {
        List<PipedBytes> all = allWaiting();
        pool.sweep();
        assertThat(pool.take()).isNull();
        for (int i = 0; i < LOOKS; i++) {
            pool.sweep();
        }
        Pipe free = pool.take();
        assertThat(free).isNotNull();
        pool.giveBack(free);
        assertReceived(all);
    }

    @Test
    void shouldLeaveInItsPipeWhatMoves() throws Exception {
        List<PipedBytes> all = allWaiting();
        for (int i = 0; i < 2 * LOOKS; i++) {
            for (PipedBytes bytes : all) {
                bytes.transferTo(new Sink(), bytes.transferred());
            }
            // Room for one page in the place of the sockets.
            ByteBuffer page = ByteBuffer.allocateDirect(4096);
            while (read(page) > 0) {
                page.clear();
            }
            pool.sweep();
        }
        assertThat(all).allMatch(bytes -> bytes.left() == 0);
        all.forEach(PipedBytes::release);
        assertThat(pool.inUse()).isZero();
    }

    @Test
    void shouldLetThoseThatDoNotMoveWaitWhileThereAreOthers() throws Exception {
        List<PipedBytes> some = List.of(waiting(0), waiting(1), waiting(2));
        for (int i = 0; i < 2 * LOOKS; i++) {
            pool.sweep();
        }
        assertThat(pool.inUse()).isEqualTo(3);
        assertReceived(some);
    }

    @Test
    void shouldFillPipesLessTheMoreOfThemWait() throws Exception {
        assertThat(pool.room()).isGreaterThan(1 << 20);
        List<PipedBytes> all = allWaiting();
        assertThat(pool.room()).isEqualTo(PipeSizer.ORDINARY);
        assertReceived(all);
        assertThat(pool.room()).isGreaterThan(1 << 20);
    }

    @Test
    void shouldCloseThePipeOfWhatIsNeverSent() throws Exception {
        List<PipedBytes> all = allWaiting();
        all.forEach(PipedBytes::release);
        assertThat(pool.inUse()).isZero();
        assertReceived(List.of(waiting(0)));
    }
}
