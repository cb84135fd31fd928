package org.netchestra.workload.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** A peer that is a Java program, built from java-peers/. */
enum JavaPeer {
    CAMEL("camel", "camel.CamelProxy", "camel-netty-http", false),
    SPRING_CLOUD_GATEWAY("gateway", "gateway.GatewayProxy", "spring-cloud-gateway-server", false),
    NETTY_RELAY("relay", "relay.NettyRelay", "netty-transport-4", true);

    private static final String PACKAGE = "org.netchestra.benchmarks.peers.";

    private final String module;
    private final String program;
    private final String library;
    private final boolean relaysBytes;

    JavaPeer(String module, String program, String library, boolean relaysBytes) {
        this.module = module;
        this.program = program;
        this.library = library;
        this.relaysBytes = relaysBytes;
    }

    /** The one of this {@link #peerName}. */
    static JavaPeer of(String peerName) {
        return valueOf(peerName.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** As in {@code --peers} and in tables. */
    String peerName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it relays bytes whatever they are, and so has a place among the peers of {@link Face#TCP}. */
    boolean relaysBytes() {
        return relaysBytes;
    }

    /** The command that runs it, with the default settings of the JVM that runs this program. */
    List<String> command(Path home, int port, List<Integer> serverPorts) throws IOException {
        Path target = target(home);
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                PACKAGE + program,
                Integer.toString(port)));
        serverPorts.forEach(server -> command.add(Integer.toString(server)));
        return command;
    }

    /** The library that it shows, with its version. */
    String description(Path home) throws IOException {
        try (Stream<Path> jars = Files.list(target(home).resolve("lib"))) {
            return jars.map(jar -> String.valueOf(jar.getFileName()))
                            .filter(jar -> jar.startsWith(library))
                            .findFirst()
                            .orElse(library)
                            .replace(".jar", "")
                    + " on JDK " + System.getProperty("java.version");
        }
    }

    private Path target(Path home) throws IOException {
        Path target =
                home.resolve("java-peers").resolve(module).resolve("target").toAbsolutePath();
        if (!Files.isDirectory(target.resolve("lib"))) {
            throw new IOException(target + ": not there (expected: a build, mvn -f "
                    + home.resolve("java-peers").normalize() + " process-classes)");
        }
        return target;
    }
}
