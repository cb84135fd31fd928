package org.netchestra.workload.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.process.ChildProcess;
import org.netchestra.workload.process.FreePorts;

/** Starts the peers. A new one is a method here and a template in peers/. */
final class Peers {
    private static final Duration READY = Duration.ofSeconds(90);

    private final Ground ground;
    private final Path distribution;

    Peers(Ground ground, Path distribution) {
        this.ground = ground;
        this.distribution = distribution;
    }

    /** The servers behind all peers: an nginx on three ports. */
    ChildProcess startServers() throws IOException {
        ChildProcess servers = command("origin", "nginx", "-c", config("origin.conf", 0));
        for (int port : ground.serverPorts()) {
            awaitListening(servers, port);
        }
        return servers;
    }

    Peer start(String name) throws IOException {
        return switch (name) {
            case "haproxy" -> program(name, "haproxy.cfg", version("haproxy", "-v"), "haproxy", "-db", "-f");
            case "nginx" -> program(name, "nginx.conf", version("nginx", "-v"), "nginx", "-c");
            case "netchestra" -> netchestra();
            case "direct" -> new Peer(name, "no proxy", ground.serverPorts().get(0), Peer.NO_PROCESS, () -> {});
            default ->
                throw new IllegalArgumentException(
                        "--peers: " + name + " (expected: haproxy, nginx, netchestra, direct)");
        };
    }

    private Peer program(String name, String template, String description, String... command) throws IOException {
        int port = FreePorts.take(1).get(0);
        String[] whole = Arrays.copyOf(command, command.length + 1);
        whole[command.length] = config(template, port);
        ChildProcess process = command(name, whole);
        awaitListening(process, port);
        return new Peer(name, description, port, process.pid(), process::close);
    }

    private Peer netchestra() throws IOException {
        int port = FreePorts.take(1).get(0);
        ApplianceProcess appliance = ApplianceProcess.start(ApplianceSetup.of(distribution)
                .file("org.netchestra.virtualserver-bench.cfg", ground.template("netchestra.cfg", port)));
        try {
            appliance.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/1k"), 200, READY);
        } catch (IOException e) {
            appliance.close();
            throw e;
        }
        String description = distribution.getFileName() + " on JDK " + System.getProperty("java.version");
        return new Peer("netchestra", description, port, appliance.pid(), appliance::close);
    }

    private String config(String template, int port) throws IOException {
        Path file = ground.run().resolve(template);
        Files.writeString(file, ground.template(template, port), StandardCharsets.UTF_8);
        return file.toString();
    }

    private ChildProcess command(String name, String... command) throws IOException {
        return ChildProcess.start(name, ground.run(), Map.of(), List.of(command));
    }

    private static void awaitListening(ChildProcess process, int port) throws IOException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (FreePorts.isFree(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.close();
                throw new IOException("not listening on " + port + ": " + String.join(" | ", process.output()));
            }
        }
    }

    private static String version(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return output.lines()
                .findFirst()
                .orElse("")
                .replaceAll(" - https.*", "")
                .replace("nginx version: ", "");
    }
}
