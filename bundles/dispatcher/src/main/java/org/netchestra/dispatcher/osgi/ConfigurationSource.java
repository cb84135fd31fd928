package org.netchestra.dispatcher.osgi;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;

/** Where a factory configuration comes from: its file, if it has one, and the name that stands in the file's or the PID's name. */
final class ConfigurationSource {

    private static final String FILE_NAME = "felix.fileinstall.filename";
    private static final String[] FRAMEWORK_KEYS = {"service.", "felix.", "component.", "org.apache.karaf.", "osgi.ds."
    };

    private final String name;
    private final @Nullable Path file;

    ConfigurationSource(String factoryPid, Map<String, Object> properties) {
        file = file(properties);
        name = file == null
                ? nameOf(factoryPid, String.valueOf(properties.get("service.pid")))
                : nameOf(factoryPid, String.valueOf(file.getFileName()));
    }

    /** The virtual server's name. */
    String name() {
        return name;
    }

    @Nullable
    Path file() {
        return file;
    }

    /** The file that a configuration was written in, or null. */
    static @Nullable Path file(Map<String, Object> properties) {
        Object fileName = properties.get(FILE_NAME);
        return fileName == null ? null : path(fileName.toString());
    }

    /** The problems with file and lines, for those that were found without knowing them. */
    InvalidConfigurationException located(InvalidConfigurationException invalid) {
        boolean known = invalid.problems().stream().anyMatch(problem -> problem.file() != null);
        return known
                ? invalid
                : new InvalidConfigurationException(VirtualServerReader.located(invalid.problems(), file));
    }

    /** The keys that were written, without those of the framework. */
    static Map<String, String> keys(Map<String, Object> properties) {
        Map<String, String> keys = new TreeMap<>();
        properties.forEach((key, value) -> {
            String text = String.valueOf(value);
            if (!isOfFramework(key) && !isTarget(key, text)) {
                keys.put(key, text);
            }
        });
        return keys;
    }

    /** Whether it says which services a reference of a component takes: such a key comes from the component and not from its file. */
    private static boolean isTarget(String key, String value) {
        return key.endsWith(".target") && value.startsWith("(");
    }

    private static boolean isOfFramework(String key) {
        for (String prefix : FRAMEWORK_KEYS) {
            if (key.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** {@code org.netchestra.virtualserver-shop.cfg}, {@code ...~shop}: "shop". */
    private static String nameOf(String factoryPid, String text) {
        String rest = text.startsWith(factoryPid) ? text.substring(factoryPid.length()) : text;
        String withoutMark =
                rest.startsWith("-") || rest.startsWith("~") || rest.startsWith(".") ? rest.substring(1) : rest;
        int extension = Math.max(withoutMark.lastIndexOf(".cfg"), withoutMark.lastIndexOf(".config"));
        return extension > 0 ? withoutMark.substring(0, extension) : withoutMark;
    }

    private static Path path(String fileName) {
        return fileName.startsWith("file:") ? Path.of(URI.create(fileName)) : Path.of(fileName);
    }
}
