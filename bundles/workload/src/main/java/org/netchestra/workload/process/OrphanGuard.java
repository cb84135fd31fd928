package org.netchestra.workload.process;

import java.io.IOException;
import java.util.List;

/**
 * A small shell that waits on a pipe from this program and ends a process when the pipe breaks, which it does however
 * this program ends, by SIGKILL too. Thread-safe.
 */
final class OrphanGuard implements AutoCloseable {
    // A line means that the process has ended in good order; the end of the stream, that nobody is left to see to it.
    private static final String SCRIPT = """
            trap '' INT TERM HUP
            if ! read -r word; then
              kill -TERM "$1" 2>/dev/null
              for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
                kill -0 "$1" 2>/dev/null || exit 0
                sleep 0.5
              done
              kill -KILL "$1" 2>/dev/null
            fi
            """;

    private final Process shell;

    private OrphanGuard(Process shell) {
        this.shell = shell;
    }

    static OrphanGuard over(Process process) throws IOException {
        return new OrphanGuard(new ProcessBuilder(List.of("sh", "-c", SCRIPT, "guard", Long.toString(process.pid())))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** The process has ended: there is nothing to guard. */
    @Override
    public void close() {
        try (var pipe = shell.getOutputStream()) {
            pipe.write('\n');
        } catch (IOException e) {
            // The guard is gone already, by a second close: what it guarded has ended.
        }
    }
}
