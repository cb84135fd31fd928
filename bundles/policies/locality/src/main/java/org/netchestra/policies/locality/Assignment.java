package org.netchestra.policies.locality;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.netchestra.api.cluster.RealServer;

/** The servers that a key is assigned to, at least one, and when their set last changed. Immutable. */
final class Assignment {

    private final RealServer[] servers;
    private final long changedAtNanos;

    private Assignment(RealServer[] servers, long changedAtNanos) {
        this.servers = servers;
        this.changedAtNanos = changedAtNanos;
    }

    static Assignment of(RealServer server, long nowNanos) {
        return new Assignment(new RealServer[] {server}, nowNanos);
    }

    int size() {
        return servers.length;
    }

    RealServer server(int index) {
        return servers[index];
    }

    List<RealServer> servers() {
        return List.of(servers);
    }

    boolean olderThan(long ageNanos, long nowNanos) {
        return nowNanos - changedAtNanos > ageNanos;
    }

    /** With a server at the given end, or this when it is there already. */
    Assignment with(RealServer server, boolean first, long nowNanos) {
        if (contains(server)) {
            return this;
        }
        RealServer[] more = new RealServer[servers.length + 1];
        System.arraycopy(servers, 0, more, first ? 1 : 0, servers.length);
        more[first ? 0 : servers.length] = server;
        return new Assignment(more, nowNanos);
    }

    Assignment without(RealServer server, long nowNanos) {
        Assignment rest = only(kept -> kept != server);
        return rest == this ? this : new Assignment(rest.servers, nowNanos);
    }

    /** Without the servers that do not match; the same age, for it is no decision of the policy. May be empty. */
    Assignment only(Predicate<RealServer> matching) {
        RealServer[] rest = Arrays.stream(servers).filter(matching).toArray(RealServer[]::new);
        return rest.length == servers.length ? this : new Assignment(rest, changedAtNanos);
    }

    private boolean contains(RealServer server) {
        for (RealServer one : servers) {
            if (one == server) {
                return true;
            }
        }
        return false;
    }
}
