package org.netchestra.workload.bench;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One kind of load, from a file {@code scenarios/<order>-<name>.properties}. Immutable.
 *
 * @param name the file's name without the order and the ending
 * @param title what the load is, for people
 * @param tool {@code wrk} or {@code h2load}, closed loop, or {@code generator}, at a fixed rate
 * @param face what is spoken with the peer
 * @param streams requests at once on one connection of HTTP/2
 * @param method the requests' method
 * @param path the requests' target
 * @param body bytes of the requests' bodies
 * @param replyBytes bytes of the replies' bodies, checked by the generator
 * @param connections connections at once
 * @param close whether each request gets a new connection
 * @param load the rate as a part of what saturates the reference; only for the generator
 * @param inGbit whether the result is said in Gbit/s, else in requests/s
 */
record Scenario(
        String name,
        String title,
        String tool,
        Face face,
        int streams,
        String method,
        String path,
        long body,
        long replyBytes,
        int connections,
        boolean close,
        double load,
        boolean inGbit) {
    private static final Set<String> KEYS = Set.of(
            "title",
            "tool",
            "face",
            "streams",
            "method",
            "path",
            "body",
            "replyBytes",
            "connections",
            "close",
            "load",
            "unit");

    static List<Scenario> readAll(Path directory) throws IOException {
        List<Scenario> scenarios = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".properties"))
                    .sorted()
                    .toList()) {
                scenarios.add(read(file));
            }
        }
        return scenarios;
    }

    private static Face face(String text, Path file) throws IOException {
        for (Face face : Face.values()) {
            if (face.name().equalsIgnoreCase(text)) {
                return face;
            }
        }
        throw new IOException(file + ": face = " + text + " (expected: http, tls, h2 or tcp)");
    }

    static Scenario read(Path file) throws IOException {
        Properties p = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            p.load(reader);
        }
        for (String key : p.stringPropertyNames()) {
            if (!KEYS.contains(key)) {
                throw new IOException(file + ": " + key + " (expected: one of " + KEYS + ")");
            }
        }
        return new Scenario(
                String.valueOf(file.getFileName()).replaceAll("^[0-9]+-|\\.properties$", ""),
                p.getProperty("title", ""),
                p.getProperty("tool", "wrk"),
                face(p.getProperty("face", "http"), file),
                Integer.parseInt(p.getProperty("streams", "1")),
                p.getProperty("method", "GET"),
                p.getProperty("path", "/"),
                Long.parseLong(p.getProperty("body", "0")),
                Long.parseLong(p.getProperty("replyBytes", "-1")),
                Integer.parseInt(p.getProperty("connections", "1")),
                Boolean.parseBoolean(p.getProperty("close", "false")),
                Double.parseDouble(p.getProperty("load", "0")),
                p.getProperty("unit", "requests").equals("gbit"));
    }
}
