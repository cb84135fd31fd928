package org.netchestra.simulation;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The end of a text file that grows. */
public final class LastLines {

    private LastLines() {}

    /**
     * The last whole lines.
     *
     * @param most how many
     * @param mostBytes how far back at most
     */
    public static List<String> of(Path file, int most, int mostBytes) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long from = Math.max(0, channel.size() - mostBytes);
            ByteBuffer bytes = ByteBuffer.allocate((int) (channel.size() - from));
            while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
                // Until it is full, or the file was cut meanwhile.
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int start = from == 0 ? 0 : text.indexOf('\n') + 1;
            int end = text.lastIndexOf('\n') + 1;
            List<String> lines =
                    text.substring(Math.min(start, end), end).lines().toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        }
    }
}
