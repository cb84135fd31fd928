package org.netchestra.core.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds the lines of a configuration file that keys and their values stand in. Immutable. */
public final class KeyLines {

    private static final long LARGEST_FILE = 1 << 20;

    private final List<String> lines;

    KeyLines(List<String> lines) {
        this.lines = List.copyOf(lines);
    }

    /** The lines of a file; none when it cannot be read or is far too large, so that problems have no line then. */
    public static KeyLines of(Path file) {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                return new KeyLines(List.of());
            }
            return new KeyLines(
                    Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList());
        } catch (IOException unreadable) {
            return new KeyLines(List.of());
        }
    }

    /**
     * The line, counted from 1, where a key's value is written; 0 when it is not there. When the value goes on over
     * several lines, the first of them that holds {@code fragment}.
     */
    public int lineOf(String key, String fragment) {
        for (int i = 0; i < lines.size(); i++) {
            if (defines(lines.get(i), key)) {
                return lineWithin(i, fragment) + 1;
            }
        }
        return 0;
    }

    private int lineWithin(int first, String fragment) {
        for (int i = first; i < lines.size(); i++) {
            String line = lines.get(i);
            if (!fragment.isEmpty() && line.contains(fragment)) {
                return i;
            }
            if (!line.endsWith("\\")) {
                return first;
            }
        }
        return first;
    }

    private static boolean defines(String line, String key) {
        String text = line.stripLeading();
        if (!text.startsWith(key)) {
            return false;
        }
        String rest = text.substring(key.length()).stripLeading();
        boolean parted = text.length() > key.length() && " \t=:".indexOf(text.charAt(key.length())) >= 0;
        return rest.isEmpty() || (parted && !key.isEmpty());
    }
}
