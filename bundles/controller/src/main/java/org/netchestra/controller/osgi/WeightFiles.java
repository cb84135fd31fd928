package org.netchestra.controller.osgi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of what controllers saw and moved, one file a virtual server; an old one is kept beside it. Confined to the
 * controller's thread.
 */
final class WeightFiles {

    private static final Logger LOG = LoggerFactory.getLogger(WeightFiles.class);
    private static final long LARGEST = 16L << 20;

    private final Path directory;

    private WeightFiles(Path directory) {
        this.directory = directory;
    }

    /** In the appliance's data directory. */
    static WeightFiles inData() {
        return new WeightFiles(Path.of(System.getProperty("karaf.data", "data"), "netchestra"));
    }

    void append(String virtualServer, List<String> lines) {
        if (lines.isEmpty()) {
            return;
        }
        // No virtual server's name has a plus; a pool's has the slash.
        String name = "weights-" + virtualServer.replace('/', '+');
        Path file = directory.resolve(name + ".tsv");
        try {
            Files.createDirectories(directory);
            if (Files.exists(file) && Files.size(file) > LARGEST) {
                Files.move(file, directory.resolve(name + ".old.tsv"), StandardCopyOption.REPLACE_EXISTING);
            }
            Files.write(file, lines, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            LOG.warn("{}: the weights' record cannot be written", file, unwritable);
        }
    }
}
