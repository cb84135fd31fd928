package org.netchestra.workload.appliance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A private copy of what a run of the appliance changes (etc, deploy, routes, its data), beside an unpacked
 * distribution that stays untouched and can serve many runs.
 */
final class RunDirectory {
    private static final Set<String> SHARED = Set.of("bin", "lib", "system", "data", "instances");

    private RunDirectory() {}

    /** Copies what is private from the distribution, unless the directory has been prepared before. */
    static void prepare(Path distribution, Path directory) throws IOException {
        if (!Files.isExecutable(distribution.resolve("bin/karaf"))) {
            throw new IOException("distribution: " + distribution + " (expected: a directory with bin/karaf)");
        }
        if (Files.exists(directory.resolve("etc"))) {
            return;
        }
        Files.createDirectories(directory.resolve("data/tmp"));
        try (Stream<Path> entries = Files.list(distribution)) {
            for (Path entry : entries.toList()) {
                if (Files.isDirectory(entry) && !SHARED.contains(name(entry))) {
                    copy(entry, directory.resolve(name(entry)));
                }
            }
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    /** Gives the appliance these ports. */
    static void setPorts(Path etc, AppliancePorts ports) throws IOException {
        EtcFile.set(
                etc.resolve("org.ops4j.pax.web.cfg"),
                Map.of("org.osgi.service.http.port", Integer.toString(ports.http())));
        EtcFile.set(etc.resolve("org.apache.karaf.shell.cfg"), Map.of("sshPort", Integer.toString(ports.ssh())));
        EtcFile.set(
                etc.resolve("org.apache.karaf.management.cfg"),
                Map.of(
                        "rmiRegistryPort", Integer.toString(ports.rmiRegistry()),
                        "rmiServerPort", Integer.toString(ports.rmiServer())));
    }

    /** What the distribution's scripts must know to run there, on the JVM that runs this program. */
    static Map<String, String> environment(Path directory) {
        return Map.of(
                "JAVA_HOME", System.getProperty("java.home"),
                "KARAF_BASE", directory.toString(),
                "KARAF_DATA", directory.resolve("data").toString(),
                "KARAF_ETC", directory.resolve("etc").toString());
    }
}
