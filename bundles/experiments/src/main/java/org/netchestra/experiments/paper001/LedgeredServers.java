package org.netchestra.experiments.paper001;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.netchestra.workload.server.ServerProcess;

/** Three real servers named as in the paper, NODE0 to NODE2, which can be killed and replaced, and their ledgers. Not thread-safe. */
final class LedgeredServers {

    private final RealCluster cluster;
    private final Path directory;
    private final Ledgers ledgers = new Ledgers();
    private final List<ServerProcess> servers = new ArrayList<>();

    /** Starts them; their ledgers are in a directory. */
    LedgeredServers(RealCluster cluster, Path directory) throws IOException, TimeoutException {
        this.cluster = cluster;
        this.directory = directory;
        for (int number = 0; number < MethodSimulation.SERVERS; number++) {
            String name = "NODE" + number;
            Files.deleteIfExists(ledger(name));
            ledgers.add(name, ledger(name));
            servers.add(start(name, 0));
        }
    }

    private Path ledger(String name) {
        return directory.resolve("ledger-" + name);
    }

    private ServerProcess start(String name, int port) throws IOException, TimeoutException {
        return cluster.start(name, port, "--ledger", ledger(name).toString(), "--workers", "32");
    }

    List<ServerProcess> all() {
        return List.copyOf(servers);
    }

    Ledgers ledgers() {
        return ledgers;
    }

    /** Kills a server. */
    void kill(String name) {
        servers.get(index(name)).process().kill();
    }

    /** Starts a killed server again, at its port. */
    void replace(String name) throws IOException, TimeoutException {
        int index = index(name);
        servers.set(index, start(name, servers.get(index).port()));
    }

    private static int index(String name) {
        return Integer.parseInt(name.substring("NODE".length()));
    }
}
