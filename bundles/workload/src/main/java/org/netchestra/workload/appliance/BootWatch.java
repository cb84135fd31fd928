package org.netchestra.workload.appliance;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what the appliance has logged since it was started. Not thread-safe. */
final class BootWatch {
    private static final String FAILED = "Error installing boot features";
    private static final String DONE = "| Done.";
    private static final String WARM = "warm-up: ended";

    private final Path log;
    private final long start;

    /** Made before the start: what the log says already is from an earlier run. */
    BootWatch(Path log) throws IOException {
        this.log = log;
        this.start = Files.exists(log) ? Files.size(log) : 0;
    }

    /** What went wrong with the features, if anything did: then none of them is there, and the JVM idles. */
    Optional<String> failure() throws IOException {
        String logged = logged();
        if (!logged.contains(FAILED)) {
            return Optional.empty();
        }
        return Optional.of(logged.lines()
                .dropWhile(line -> !line.contains(FAILED))
                .limit(2)
                .map(line -> line.substring(line.lastIndexOf('|') + 1).strip())
                .reduce((first, second) -> first + ": " + second)
                .orElse(FAILED));
    }

    /** Whether the features are installed. */
    boolean isDone() throws IOException {
        return logged().lines().anyMatch(line -> line.endsWith(DONE));
    }

    /** Whether the appliance has warmed up; never, if it is told not to. */
    boolean isWarm() throws IOException {
        return logged().contains(WARM);
    }

    private String logged() throws IOException {
        if (!Files.exists(log)) {
            return "";
        }
        try (InputStream in = Files.newInputStream(log)) {
            in.skipNBytes(Math.min(start, Files.size(log)));
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
