package org.netchestra.workload.server;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.netchestra.workload.process.ChildProcess;

/** A real server in a process of its own. Thread-safe. */
public final class ServerProcess implements Closeable {
    // Small and quick to start: several of them share a machine with everything else.
    private static final List<String> JVM = List.of("-Xms32m", "-Xmx128m", "-XX:+UseSerialGC");
    private static final String READY = "listening ";

    private final String name;
    private final ChildProcess process;
    private final int port;

    private ServerProcess(String name, ChildProcess process) throws IOException, TimeoutException {
        this.name = name;
        this.process = process;
        this.port = Integer.parseInt(process.awaitLine(line -> line.startsWith(READY), Duration.ofSeconds(30))
                .substring(READY.length()));
    }

    /** Starts a server on a free port, and waits until it listens. */
    public static ServerProcess start(String name) throws IOException, TimeoutException {
        return start(name, 0, List.of());
    }

    /** Starts a server on this port (0: a free one) with more options of {@link ServerProgram}, and waits for it. */
    public static ServerProcess start(String name, int port, List<String> more) throws IOException, TimeoutException {
        List<String> words =
                new ArrayList<>(List.of("--name", name, "--port", Integer.toString(port), "--stop-with-stdin"));
        words.addAll(more);
        ChildProcess process = ChildProcess.startJava("server " + name, JVM, ServerProgram.class, words);
        try {
            return new ServerProcess(name, process);
        } catch (IOException | TimeoutException e) {
            process.close();
            throw e;
        }
    }

    /** Its name, as in X-Served-By. */
    public String name() {
        return name;
    }

    /** Where it listens, on the loopback address. */
    public int port() {
        return port;
    }

    /** The process, to freeze or kill it. */
    public ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
