package org.netchestra.core.config;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads keys that name files, which must be there. */
final class FilePaths {

    private static final String EXPECTED = "a file that exists and can be read";

    private FilePaths() {}

    /** One file; null when the key is absent. */
    static @Nullable Path one(ConfigurationText text, String key) {
        String value = text.text(key, "");
        return value.isEmpty() ? null : path(text, key, value, EXPECTED);
    }

    /** Files and directories parted by commas. */
    static List<Path> list(ConfigurationText text, String key) {
        List<Path> paths = new ArrayList<>();
        String value = text.text(key, "");
        for (String item : value.isEmpty() ? new String[0] : value.split(",", -1)) {
            Path path = path(text, key, item.strip(), EXPECTED + ", or a directory of such files");
            if (path != null) {
                paths.add(path);
            }
        }
        return paths;
    }

    private static @Nullable Path path(ConfigurationText text, String key, String value, String expected) {
        try {
            Path path = Path.of(value);
            if (!value.isEmpty() && Files.isReadable(path)) {
                return path;
            }
        } catch (InvalidPathException malformed) {
            text.problem(key, value, expected);
            return null;
        }
        text.problem(key, value.isEmpty() ? "(empty item)" : value, expected);
        return null;
    }
}
