package org.netchestra.workload.appliance;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes settings in the appliance's configuration files, and leaves every other line as it was. */
final class EtcFile {
    private EtcFile() {}

    /** Sets these keys in the file, which is made when there is none. */
    static void set(Path file, Map<String, String> settings) throws IOException {
        String text = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
        replace(file, with(text, settings));
    }

    /** Writes a file in one step, so that nobody who watches it reads a half of it. */
    static void replace(Path file, String text) throws IOException {
        Path next = file.resolveSibling("." + file.getFileName() + ".next");
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** The text with these settings: in the place of the old ones, new ones at the end. */
    static String with(String text, Map<String, String> settings) {
        Map<String, String> missing = new LinkedHashMap<>(settings);
        List<String> lines = new ArrayList<>();
        for (String line : text.lines().toList()) {
            String key = line.split("[=:]", 2)[0].strip();
            String value = missing.remove(key);
            lines.add(value == null ? line : key + " = " + value);
        }
        missing.forEach((key, value) -> lines.add(key + " = " + value));
        return String.join("\n", lines) + "\n";
    }
}
