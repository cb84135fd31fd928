package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FrameReaderTest {

    @TempDir
    Path directory;

    @Test
    void shouldReadBackWhatWasWritten() throws IOException {
        Path file = write(frames(50, 7));
        assertThat(read(file).ids).hasSize(50).isSorted();
        assertThat(read(file).broken).isZero();
    }

    @Test
    void shouldEndAtTheLastWholeRecordWhereverTheFileIsTorn() throws IOException {
        List<byte[]> frames = frames(6, 8);
        byte[] whole = Files.readAllBytes(write(frames));
        for (int length = FrameReader.FILE_HEADER; length <= whole.length; length++) {
            Path torn = directory.resolve("torn");
            Files.write(torn, Arrays.copyOf(whole, length));
            assertThat(read(torn).ids).as("%d bytes", length).hasSize(wholeRecords(frames, length));
        }
    }

    private static int wholeRecords(List<byte[]> frames, int length) {
        int end = FrameReader.FILE_HEADER;
        int count = 0;
        for (byte[] frame : frames) {
            end += frame.length;
            count += end <= length ? 1 : 0;
        }
        return count;
    }

    @Test
    void shouldBelieveNoRecordWithAFlippedBitAndGoOnBehindIt() throws IOException {
        List<byte[]> frames = frames(5, 9);
        byte[] whole = Files.readAllBytes(write(frames));
        int start = FrameReader.FILE_HEADER + frames.get(0).length + frames.get(1).length;
        for (int at = start + 4; at < start + frames.get(2).length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1 << at % 8;
            Path file = directory.resolve("damaged");
            Files.write(file, damaged);
            assertThat(read(file).ids).as("byte %d", at).containsExactly(0L, 1L, 3L, 4L);
            assertThat(read(file).broken).isEqualTo(1);
        }
    }

    @Test
    void shouldNotFollowALengthThatIsRubbish() throws IOException {
        List<byte[]> frames = frames(3, 10);
        byte[] whole = Files.readAllBytes(write(frames));
        ByteBuffer.wrap(whole).putInt(FrameReader.FILE_HEADER + frames.get(0).length, 0x7fffffff);
        Path file = directory.resolve("length");
        Files.write(file, whole);
        assertThat(read(file).ids).containsExactly(0L);
        assertThat(read(file).broken).isEqualTo(1);
    }

    private record Result(List<Long> ids, int broken) {}

    private static Result read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            FrameReader reader = new FrameReader(channel, FrameReader.FILE_HEADER);
            List<Long> ids = new ArrayList<>();
            for (ByteBuffer frame = reader.next(); frame != null; frame = reader.next()) {
                ids.add(Frame.idOf(frame));
            }
            return new Result(ids, reader.broken());
        }
    }

    private static List<byte[]> frames(int count, long seed) {
        Random random = new Random(seed);
        List<byte[]> frames = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] body = new byte[random.nextInt(40)];
            random.nextBytes(body);
            ByteBuffer frame = Frame.seal(LogRecords.body(i, 0, ByteBuffer.wrap(body)));
            byte[] bytes = new byte[frame.remaining()];
            frame.get(bytes);
            frames.add(bytes);
        }
        return frames;
    }

    private Path write(List<byte[]> frames) throws IOException {
        Path file = directory.resolve("file");
        Files.deleteIfExists(file);
        FileAppender appender = new FileAppender(file, new BlockPool(1));
        for (byte[] frame : frames) {
            appender.append(ByteBuffer.wrap(frame));
        }
        appender.flush();
        appender.close();
        return file;
    }
}
