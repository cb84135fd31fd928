package org.netchestra.shell;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.utils.properties.TypedProperties;

/**
 * A virtual server's configuration as it stands in a file, read as fileinstall reads it: with line continuation, and with
 * {@code ${name}} taken from system properties and the environment.
 *
 * @param path the file
 * @param virtualServer the name that the file's name gives the virtual server
 * @param values key by key
 */
record ConfigurationFile(Path path, String virtualServer, Map<String, String> values) {

    private static final Pattern NAME = Pattern.compile("org\\.netchestra\\.virtualserver[-~](.+)\\.cfg");
    private static final long LARGEST = 1 << 20;

    /**
     * Reads a file. Only names of virtual servers' files are let through, so that no other file's content is shown.
     *
     * @throws IllegalArgumentException when it is no such file or cannot be read
     */
    static ConfigurationFile read(Path path) {
        Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
        if (!name.matches()) {
            throw refused(path, "org.netchestra.virtualserver-<name>.cfg");
        }
        try {
            if (Files.size(path) > LARGEST) {
                throw refused(path, "a file of at most " + LARGEST + " bytes");
            }
            return new ConfigurationFile(path, name.group(1), values(path));
        } catch (IOException unreadable) {
            throw refused(path, "a file that can be read");
        }
    }

    private static Map<String, String> values(Path path) throws IOException {
        TypedProperties properties = new TypedProperties((key, name, variable) -> substitute(variable));
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.ISO_8859_1)) {
            properties.load(reader);
        } catch (IllegalArgumentException malformed) {
            throw refused(path, "lines of the form key = value; " + malformed.getMessage());
        }
        Map<String, String> values = new TreeMap<>();
        properties.forEach((key, value) -> values.put(key, String.valueOf(value)));
        return values;
    }

    private static String substitute(String variable) {
        String value = variable.startsWith(TypedProperties.ENV_PREFIX)
                ? System.getenv(variable.substring(TypedProperties.ENV_PREFIX.length()))
                : System.getProperty(variable);
        return Objects.requireNonNullElse(value, "");
    }

    private static IllegalArgumentException refused(Path path, String expected) {
        return new IllegalArgumentException("file: " + path + " (expected: " + expected + ")");
    }
}
