package org.netchestra.workload.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.process.ChildProcess;
import org.netchestra.workload.process.FreePorts;

/** Starts the peers. A new one is a method here and a template in peers/; a Java program, a {@link JavaPeer}. */
final class Peers {
    private static final Duration READY = Duration.ofSeconds(90);

    // HAProxy writes its access log, if it has one, to its output: that becomes a file, as nginx's is.
    private static final String HAPROXY = "exec haproxy -db -f \"$1\" > haproxy.access.log";
    private static final String NGINX = "exec nginx -c \"$1\"";

    private final Ground ground;
    private final Path distribution;

    Peers(Ground ground, Path distribution) {
        this.ground = ground;
        this.distribution = distribution;
    }

    /** The servers behind all peers: an nginx on three ports. */
    ChildProcess startServers() throws IOException, InterruptedException {
        ChildProcess servers = command("origin", NGINX, config("origin.conf", Map.of()));
        for (int port : ground.serverPorts()) {
            awaitListening(servers, port);
        }
        return servers;
    }

    /** Starts one of {@link #names}. */
    Peer start(String name) throws IOException, InterruptedException {
        return switch (name) {
            case "haproxy" -> program(name, "haproxy.cfg", version("haproxy", "-v"), HAPROXY);
            case "nginx" -> program(name, "nginx.conf", version("nginx", "-v"), NGINX);
            case "netchestra" -> netchestra();
            case "direct" -> direct(name);
            case "haproxy-splice" -> splicing(name);
            default -> java(name);
        };
    }

    /** All that {@link #start} knows, by name. */
    static List<String> names() {
        List<String> names = new ArrayList<>(List.of("haproxy", "nginx", "netchestra", "direct", "haproxy-splice"));
        Stream.of(JavaPeer.values()).map(JavaPeer::peerName).forEach(names::add);
        return names;
    }

    private Peer direct(String name) {
        int port = ground.serverPorts().get(0);
        return new Peer(name, "no proxy", Map.of(Face.HTTP, port, Face.TCP, port), Peer.NO_PROCESS, () -> {});
    }

    private Peer program(String name, String template, String description, String script)
            throws IOException, InterruptedException {
        Map<Face, Integer> ports = name.equals("nginx") ? facesOfNginx() : faces();
        return listening(name, description, ports, command(name, script, config(template, ports)));
    }

    /** A second HAProxy, for bytes only. */
    private Peer splicing(String name) throws IOException, InterruptedException {
        Map<Face, Integer> ports = Map.of(Face.TCP, FreePorts.take(1).get(0));
        ChildProcess process = command(name, HAPROXY, config("haproxy-splice.cfg", ports));
        return listening(name, version("haproxy", "-v") + ", always splicing", ports, process);
    }

    private Peer java(String name) throws IOException, InterruptedException {
        JavaPeer peer = JavaPeer.of(name);
        int port = FreePorts.take(1).get(0);
        Map<Face, Integer> ports =
                peer.relaysBytes() ? Map.of(Face.HTTP, port, Face.TCP, port) : Map.of(Face.HTTP, port);
        List<String> command = peer.command(ground.home(), port, ground.serverPorts());
        ChildProcess process = ChildProcess.start(name, ground.run(), Map.of(), command);
        return listening(name, peer.description(ground.home()), ports, process);
    }

    private static Peer listening(String name, String description, Map<Face, Integer> ports, ChildProcess process)
            throws IOException, InterruptedException {
        for (int port : ports.values()) {
            awaitListening(process, port);
        }
        return new Peer(name, description, ports, process.pid(), process::close);
    }

    /** Free ports for everything; HTTP/2 is agreed upon on the port of TLS. */
    private static Map<Face, Integer> faces() throws IOException {
        List<Integer> free = FreePorts.take(3);
        return Map.of(Face.HTTP, free.get(0), Face.TLS, free.get(1), Face.H2, free.get(1), Face.TCP, free.get(2));
    }

    /** Its relay of bytes is a module that ordinary packages do not have. */
    private static Map<Face, Integer> facesOfNginx() throws IOException {
        Map<Face, Integer> ports = new EnumMap<>(faces());
        ports.remove(Face.TCP);
        return ports;
    }

    private Peer netchestra() throws IOException {
        Map<Face, Integer> ports = faces();
        ApplianceSetup setup = ApplianceSetup.of(distribution)
                .file("org.netchestra.accesslog.cfg", ground.template("netchestra-accesslog.cfg", ports));
        for (String face : List.of("http", "tls", "tcp")) {
            setup = setup.file(
                    "org.netchestra.virtualserver-bench-" + face + ".cfg",
                    ground.template("netchestra-" + face + ".cfg", ports));
        }
        ApplianceProcess appliance = ApplianceProcess.start(setup);
        try {
            for (Face face : List.of(Face.HTTP, Face.TCP)) {
                appliance.awaitAnswer(URI.create("http://127.0.0.1:" + ports.get(face) + "/1k"), 200, READY);
            }
            appliance.awaitWarmUp(READY);
        } catch (IOException e) {
            appliance.close();
            throw e;
        }
        String description = distribution.getFileName() + " on JDK " + System.getProperty("java.version");
        return new Peer("netchestra", description, ports, appliance.pid(), appliance);
    }

    private String config(String template, Map<Face, Integer> ports) throws IOException {
        Path file = ground.run().resolve(template);
        Files.writeString(file, ground.template(template, ports), StandardCharsets.UTF_8);
        return file.toString();
    }

    private ChildProcess command(String name, String script, String config) throws IOException {
        return ChildProcess.start(name, ground.run(), Map.of(), List.of("sh", "-c", script, "sh", config));
    }

    private static void awaitListening(ChildProcess process, int port) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + READY.toNanos();
        while (!FreePorts.isListening(port)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.close();
                throw new IOException("not listening on " + port + ": " + String.join(" | ", process.output()));
            }
            Thread.sleep(20);
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
