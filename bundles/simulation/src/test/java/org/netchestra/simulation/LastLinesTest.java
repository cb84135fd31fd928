package org.netchestra.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LastLinesTest {

    @TempDir
    private Path directory;

    @Test
    void shouldReadTheEndOfAFile() throws IOException {
        Path file = written("one\ntwo\nthree\n");
        assertThat(LastLines.of(file, 2, 1000)).containsExactly("two", "three");
        assertThat(LastLines.of(file, 9, 1000)).containsExactly("one", "two", "three");
    }

    @Test
    void shouldReadNoFurtherBackThanItMayAndNoPartOfALine() throws IOException {
        assertThat(LastLines.of(written("one\ntwo\nthree\n"), 9, 12)).containsExactly("two", "three");
        assertThat(LastLines.of(written("one\ntwo\nthr"), 9, 1000)).containsExactly("one", "two");
        assertThat(LastLines.of(written("endless"), 9, 3)).isEmpty();
        assertThat(LastLines.of(written(""), 9, 1000)).isEmpty();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(directory.resolve("log" + text.hashCode()), text);
    }
}
