package org.netchestra.experiments.paper001;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.netchestra.workload.appliance.ApplianceProcess;
import org.netchestra.workload.appliance.ApplianceSetup;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;
import org.netchestra.workload.process.FreePorts;
import org.netchestra.workload.server.ServerProcess;

/** The appliance and real servers, each a process of its own. Not thread-safe. */
final class RealCluster implements Closeable {

    private static final Duration BOOT = Duration.ofMinutes(3);
    private static final Duration WARM_UP = Duration.ofSeconds(8);
    private static final int WARM_CONNECTIONS = 16;
    private static final int WARM_RATE = 400;

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final ApplianceProcess appliance;

    /** A virtual server with its servers. */
    record Service(String name, int port, List<ServerProcess> servers) {}

    /** @param distribution the unpacked appliance */
    RealCluster(Path distribution) throws IOException {
        appliance = ApplianceProcess.start(
                ApplianceSetup.of(distribution).file("org.netchestra.accesslog.cfg", "format = json\n"));
        open.push(appliance);
    }

    /**
     * Starts servers n0, n1, ...
     *
     * @param works what a request of {@code /busy} costs each, as {@code --work} has it
     */
    List<ServerProcess> start(List<String> works) throws IOException, TimeoutException {
        List<ServerProcess> servers = new ArrayList<>();
        for (String work : works) {
            ServerProcess server =
                    ServerProcess.start("n" + servers.size(), 0, List.of("--work", work, "--workers", "32"));
            open.push(server);
            servers.add(server);
        }
        return servers;
    }

    /** Starts a server on a port (0: a free one) with options of its program. */
    ServerProcess start(String name, int port, String... options) throws IOException, TimeoutException {
        ServerProcess server = ServerProcess.start(name, port, List.of(options));
        open.push(server);
        return server;
    }

    /**
     * Puts a virtual server in front of servers and waits until it dispatches.
     *
     * @param more further keys and values of the virtual server, in turn
     */
    Service serve(String name, String policy, List<ServerProcess> servers, String... more) throws IOException {
        int port = FreePorts.take(1).get(0);
        VirtualServerFile file = VirtualServerFile.http(name, port).policy(policy);
        for (int index = 0; index < more.length; index += 2) {
            file = file.with(more[index], more[index + 1]);
        }
        for (ServerProcess server : servers) {
            file = file.server(server.name(), server.port());
        }
        appliance.configure(file);
        appliance.awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, BOOT);
        return new Service(name, port, servers);
    }

    /** Lets everything do some work that is no part of the experiment: code that runs for the first time is slow. */
    void warmUp(List<ServerProcess> servers) throws IOException {
        Service service = serve("warm-up", "rr", servers);
        Generator.run(LoadPlan.toPort(service.port())
                .connections(WARM_CONNECTIONS)
                .duration(WARM_UP)
                .ratePerSecond(WARM_RATE)
                .targets(Target.bytes(100)));
    }

    Path weightRecord(Service service) {
        return appliance.directory().resolve("data/netchestra/weights-" + service.name() + ".tsv");
    }

    /** What the appliance has logged so far. */
    List<String> log() throws IOException {
        return Files.readAllLines(appliance.log());
    }

    Path accessLog() {
        return appliance.directory().resolve("data/log/access.log");
    }

    /** Tells a server's processor its speed. */
    static void speed(ServerProcess server, int percent) throws IOException {
        URI address = URI.create("http://127.0.0.1:" + server.port() + "/speed/" + percent);
        try (var answer = address.toURL().openStream()) {
            answer.readAllBytes();
        }
    }

    /** Closes what was started last first, and all of it whatever fails. */
    @Override
    public void close() throws IOException {
        Closeable last = open.poll();
        if (last != null) {
            try (last) {
                close();
            }
        }
    }
}
