package org.netchestra.policies.connections;

import org.netchestra.api.cluster.RealServer;

/** How LVS counts a server's connections: an active one as much as 256 inactive ones. */
public enum Overhead {
    /** active * 256 + inactive: LVS through its history. */
    CLASSIC {
        @Override
        long of(RealServer server) {
            return ACTIVE * server.inFlight() + server.idleConnections();
        }
    },
    /** active * 256 + all connections: the text of some kernel trees, 6.1.192 among them. Differs only near ties. */
    TOTAL {
        @Override
        long of(RealServer server) {
            return (ACTIVE + 1) * server.inFlight() + server.idleConnections();
        }
    };

    private static final long ACTIVE = 256;

    abstract long of(RealServer server);
}
