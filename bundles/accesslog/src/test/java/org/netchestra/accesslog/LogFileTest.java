package org.netchestra.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogFileTest {

    private static final long NOON = 1_795_262_400_000L;
    private static final long DAY = 24 * 3600 * 1000L;

    @TempDir
    private Path directory;

    @Test
    void shouldAppendToWhatIsThere() throws IOException {
        Files.writeString(file(), "old\n");
        Files.setLastModifiedTime(file(), FileTime.fromMillis(NOON));
        try (LogFile log = log(1000, 3)) {
            write(log, "new\n", NOON);
        }
        assertThat(file()).hasContent("old\nnew\n");
    }

    @Test
    void shouldRotateBeforeTheFileGrowsTooLarge() throws IOException {
        try (LogFile log = log(10, 2)) {
            for (String line : new String[] {"aaaa\n", "bbbb\n", "cccc\n", "dddd\n", "eeee\n", "ffff\n", "gggg\n"}) {
                write(log, line, NOON);
            }
        }
        assertThat(file()).hasContent("gggg\n");
        assertThat(rotated(1)).hasContent("eeee\nffff\n");
        assertThat(rotated(2)).hasContent("cccc\ndddd\n");
        assertThat(files()).isEqualTo(3);
    }

    @Test
    void shouldRotateAtMidnight() throws IOException {
        try (LogFile log = log(1000, 2)) {
            write(log, "today\n", NOON);
            write(log, "late\n", NOON + DAY / 2 - 1);
            write(log, "tomorrow\n", NOON + DAY / 2);
        }
        assertThat(file()).hasContent("tomorrow\n");
        assertThat(rotated(1)).hasContent("today\nlate\n");
    }

    @Test
    void shouldRotateAtMidnightWithoutTraffic() throws IOException {
        try (LogFile log = log(1000, 2)) {
            write(log, "today\n", NOON);
            log.check(NOON + DAY);
            assertThat(rotated(1)).hasContent("today\n");
            log.check(NOON + 2 * DAY);
            write(log, "later\n", NOON + 3 * DAY);
            write(log, "too\n", NOON + 3 * DAY);
        }
        assertThat(file()).hasContent("later\ntoo\n");
        assertThat(files()).isEqualTo(2);
    }

    @Test
    void shouldRotateYesterdaysFileAfterARestart() throws IOException {
        Files.writeString(file(), "old\n");
        Files.setLastModifiedTime(file(), FileTime.fromMillis(NOON - DAY));
        try (LogFile log = log(1000, 2)) {
            write(log, "new\n", NOON);
        }
        assertThat(file()).hasContent("new\n");
        assertThat(rotated(1)).hasContent("old\n");
    }

    @Test
    void shouldDeleteWhatIsMoreThanToBeKept() throws IOException {
        Path foreign = Files.writeString(directory.resolve("access.log.bz2"), "x");
        for (int number = 1; number <= 5; number++) {
            Files.writeString(rotated(number), number + "\n");
        }
        try (LogFile log = log(3, 2)) {
            write(log, "aa\n", NOON);
            write(log, "bb\n", NOON);
        }
        assertThat(rotated(1)).hasContent("aa\n");
        assertThat(rotated(2)).hasContent("1\n");
        assertThat(rotated(3)).doesNotExist();
        assertThat(rotated(5)).doesNotExist();
        assertThat(foreign).exists();
    }

    @Test
    void shouldKeepNoneWhenToldSo() throws IOException {
        try (LogFile log = log(3, 0)) {
            write(log, "aa\n", NOON);
            write(log, "bb\n", NOON);
        }
        assertThat(file()).hasContent("bb\n");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void shouldMakeANewFileWhenItWasMovedAway() throws IOException {
        Path away = directory.resolve("moved");
        try (LogFile log = log(1000, 2)) {
            write(log, "one\n", NOON);
            Files.move(file(), away);
            write(log, "two\n", NOON + 500);
            write(log, "three\n", NOON + 1000);
            Files.delete(file());
            Files.writeString(file(), "theirs\n");
            Files.setLastModifiedTime(file(), FileTime.fromMillis(NOON));
            write(log, "four\n", NOON + 2000);
        }
        assertThat(away).hasContent("one\ntwo\n");
        assertThat(file()).hasContent("theirs\nfour\n");
    }

    @Test
    void shouldGoOnInATruncatedFile() throws IOException {
        try (LogFile log = log(10, 2)) {
            write(log, "one two\n", NOON);
            Files.write(file(), new byte[0]);
            write(log, "three\n", NOON + 1000);
        }
        assertThat(file()).hasContent("three\n");
        assertThat(files()).isEqualTo(1);
    }

    @Test
    void shouldGoOnInTheOldFileWhenItCannotBeRotated() throws IOException {
        Files.createDirectories(rotated(1).resolve("in the way"));
        try (LogFile log = log(3, 2)) {
            Files.createDirectories(rotated(2).resolve("in the way"));
            write(log, "aa\n", NOON);
            write(log, "bb\n", NOON);
            write(log, "cc\n", NOON);
        }
        assertThat(file()).hasContent("aa\nbb\ncc\n");
    }

    @Test
    void shouldHideTheLogFromOthers() throws IOException {
        try (LogFile log = log(1000, 2)) {
            write(log, "one\n", NOON);
        }
        assertThat(Files.getPosixFilePermissions(file())).doesNotContain(PosixFilePermission.OTHERS_READ);
    }

    private LogFile log(long maxBytes, int keep) {
        return new LogFile(file(), new Rotation(maxBytes, true, ZoneOffset.UTC), keep);
    }

    private static void write(LogFile log, String lines, long nowMillis) throws IOException {
        log.check(nowMillis);
        log.write(ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII)), nowMillis);
    }

    private Path file() {
        return directory.resolve("access.log");
    }

    private Path rotated(int number) {
        return directory.resolve("access.log." + number);
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }
}
