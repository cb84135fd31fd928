package org.netchestra.workload.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.netchestra.workload.Arguments;

/** The real server as a program of its own; prints {@code listening <port>} when it is ready. */
public final class ServerProgram {
    private static final Set<String> OPTIONS =
            Set.of("--name", "--address", "--port", "--ledger", "--files", "--loops", "--workers", "--work");
    private static final Set<String> FLAGS = Set.of("--stop-with-stdin");

    private ServerProgram() {}

    /** Runs until the process is ended, or with {@code --stop-with-stdin} until standard input closes. */
    public static void main(String[] words) throws Exception {
        try {
            Arguments arguments = Arguments.parse(List.of(words), OPTIONS, FLAGS);
            WebServer server = WebServer.start(options(arguments));
            System.out.println("listening " + server.port());
            await(arguments.has("--stop-with-stdin"));
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    @SuppressWarnings("AddressSelection") // one socket listens on one address: the first is the one
    private static ServerOptions options(Arguments arguments) {
        return new ServerOptions(
                arguments.text("--name", "server"),
                new InetSocketAddress(
                        arguments.text("--address", "127.0.0.1"), (int) arguments.number("--port", 0, 0, 65535)),
                path(arguments, "--ledger"),
                path(arguments, "--files"),
                (int) arguments.number("--loops", 1, 1, 64),
                (int) arguments.number("--workers", 1, 1, 64),
                Work.parse(arguments.text("--work", "0us")));
    }

    private static @Nullable Path path(Arguments arguments, String name) {
        return arguments.has(name) ? Path.of(arguments.text(name)) : null;
    }

    private static void await(boolean stopWithStdin) throws IOException, InterruptedException {
        if (!stopWithStdin) {
            Thread.currentThread().join();
        }
        while (System.in.read() >= 0) {
            // Only the end of the stream matters: then the parent is gone.
        }
        System.exit(0);
    }
}
