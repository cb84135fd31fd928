package org.netchestra.accesslog;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that were rotated away: {@code access.log.1} is the newest, the highest number the oldest.
 *
 * @param file the one that is written to
 * @param keep how many stay beside it
 */
record KeptFiles(Path file, int keep) {

    /** Moves the file that is written to out of its place. */
    void shift() throws IOException {
        deleteFrom(Math.max(keep, 1));
        for (int number = keep - 1; number >= 1; number--) {
            if (Files.exists(numbered(number))) {
                move(numbered(number), numbered(number + 1));
            }
        }
        if (keep == 0) {
            Files.deleteIfExists(file);
        } else {
            move(file, numbered(1));
        }
    }

    /** All of them, not only the oldest: there may have been more before the configuration was changed. */
    private void deleteFrom(int first) throws IOException {
        Pattern name = Pattern.compile(Pattern.quote(file.getFileName().toString()) + "\\.(\\d{1,9})");
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(file.toAbsolutePath().getParent())) {
            for (Path candidate : files) {
                Matcher matcher = name.matcher(candidate.getFileName().toString());
                if (matcher.matches() && Integer.parseInt(matcher.group(1)) >= first) {
                    Files.deleteIfExists(candidate);
                }
            }
        }
    }

    private Path numbered(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
    }
}
