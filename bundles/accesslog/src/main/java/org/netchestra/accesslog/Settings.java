package org.netchestra.accesslog;

import java.nio.file.Path;
import java.util.Set;

/**
 * What an operator sets.
 *
 * @param enabled whether there is an access log
 * @param file the one that lines are appended to
 * @param format of a line
 * @param virtualServers whose exchanges are logged; empty for all
 * @param maxBytes size at which a file is rotated
 * @param daily whether files are rotated at midnight too
 * @param keep rotated files beside the one that is written to
 * @param maxQueueBytes memory of the lines that wait for the disk
 */
public record Settings(
        boolean enabled,
        Path file,
        Format format,
        Set<String> virtualServers,
        long maxBytes,
        boolean daily,
        int keep,
        long maxQueueBytes) {

    public Settings {
        virtualServers = Set.copyOf(virtualServers);
    }
}
