package org.netchestra.workload.bench;

import java.io.Closeable;
import java.io.IOException;
import java.util.Map;

/**
 * Something that runs between the load and the servers.
 *
 * @param name as in tables: haproxy, nginx, netchestra, direct
 * @param description what exactly it is: product and version
 * @param ports where it listens, by what it speaks there; what it does not speak is missing
 * @param pid its process, or {@link #NO_PROCESS}
 * @param closer ends it
 */
record Peer(String name, String description, Map<Face, Integer> ports, long pid, Closeable closer)
        implements Closeable {
    /** In place of a process id: nothing stands in between. */
    static final long NO_PROCESS = -1;

    boolean speaks(Face face) {
        return ports.containsKey(face);
    }

    /** Where it speaks this. */
    int port(Face face) {
        Integer port = ports.get(face);
        if (port == null) {
            throw new IllegalArgumentException(
                    face + ": not spoken by " + name + " (expected: " + ports.keySet() + ")");
        }
        return port;
    }

    boolean isProxy() {
        return pid != NO_PROCESS;
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
