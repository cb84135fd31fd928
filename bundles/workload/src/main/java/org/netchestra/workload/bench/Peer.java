package org.netchestra.workload.bench;

import java.io.Closeable;
import java.io.IOException;

/**
 * Something that runs between the load and the servers.
 *
 * @param name as in tables: haproxy, nginx, netchestra, direct
 * @param description what exactly it is: product and version
 * @param port where it listens
 * @param pid its process, or {@link #NO_PROCESS}
 * @param closer ends it
 */
record Peer(String name, String description, int port, long pid, Closeable closer) implements Closeable {
    /** In place of a process id: nothing stands in between. */
    static final long NO_PROCESS = -1;

    boolean isProxy() {
        return pid != NO_PROCESS;
    }

    @Override
    public void close() throws IOException {
        closer.close();
    }
}
