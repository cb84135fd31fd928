package org.netchestra.accesslog.osgi;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.VirtualServerReader;

/**
 * What an operator wrote, without what the framework adds, and where.
 *
 * @param file null when the configuration did not come from a file
 */
record WrittenKeys(Map<String, String> keys, @Nullable Path file) {

    private static final String FILE_NAME = "felix.fileinstall.filename";
    private static final List<String> FRAMEWORK_KEYS =
            List.of("service.", "felix.", "component.", "org.apache.karaf.", "osgi.ds.");

    static WrittenKeys of(Map<String, Object> properties) {
        Map<String, String> keys = new TreeMap<>();
        properties.forEach((key, value) -> {
            if (FRAMEWORK_KEYS.stream().noneMatch(key::startsWith)) {
                keys.put(key, String.valueOf(value));
            }
        });
        Object name = properties.get(FILE_NAME);
        return new WrittenKeys(keys, name == null ? null : path(name.toString()));
    }

    /** The problems with the lines they are on. */
    List<ConfigurationProblem> located(List<ConfigurationProblem> problems) {
        return VirtualServerReader.located(problems, file);
    }

    private static Path path(String name) {
        return name.startsWith("file:") ? Path.of(URI.create(name)) : Path.of(name);
    }
}
