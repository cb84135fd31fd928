package org.netchestra.dispatcher.netty.upstream;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.Outcome;
import org.netchestra.core.control.Snapshot;
import org.netchestra.core.pool.LiveServer;

/**
 * The attempts of one exchange at servers: the current one, and the servers that failed before. Reused; confined to one event loop.
 */
public final class Attempt implements Outcome {

    private static final int MOST_FAILED = 8;

    private final LiveServer[] failedServers = new LiveServer[MOST_FAILED];
    private final boolean[] wereSent = new boolean[MOST_FAILED];
    private int failures;
    private int count;
    private @Nullable LiveServer server;
    private @Nullable Snapshot snapshot;
    private boolean open;
    private boolean failed;
    private long assignedNanos;
    private long connectedNanos;
    private long firstByteNanos;
    private long endedNanos;

    /** Forgets everything, for another request. */
    public void clear() {
        for (int i = 0; i < Math.min(failures, MOST_FAILED); i++) {
            failedServers[i] = null;
        }
        failures = 0;
        count = 0;
        server = null;
        snapshot = null;
        open = false;
        assignedNanos = 0;
        connectedNanos = 0;
        firstByteNanos = 0;
    }

    /**
     * A server was picked from a snapshot, which hears how it went.
     *
     * @return false when the server has as many exchanges as it may by now; nothing has begun then
     */
    public boolean begin(Snapshot picked, LiveServer assigned, long nowNanos) {
        if (!assigned.beganWithinLimit()) {
            return false;
        }
        snapshot = picked;
        server = assigned;
        open = true;
        failed = false;
        count++;
        assignedNanos = nowNanos;
        connectedNanos = 0;
        firstByteNanos = 0;
        return true;
    }

    /** The server is connected to. */
    public void connected(long nowNanos) {
        connectedNanos = nowNanos;
    }

    /** The first byte of its answer has come. */
    public void firstByte(long nowNanos) {
        firstByteNanos = nowNanos;
    }

    /** Ends the current attempt; false when there is none. */
    public boolean end(int status, boolean hasFailed, long nowNanos) {
        LiveServer current = server;
        Snapshot picker = snapshot;
        if (!open || current == null || picker == null) {
            return false;
        }
        open = false;
        failed = hasFailed;
        endedNanos = nowNanos;
        current.ended(status, hasFailed, firstByteNanos(), nowNanos);
        picker.outcome(this);
        return true;
    }

    /**
     * Keeps this request away from the current server.
     *
     * @param sent whether that got anything of the request; for good then
     */
    public void exclude(boolean sent) {
        LiveServer current = server;
        if (current != null && failures < MOST_FAILED) {
            failedServers[failures] = current;
            wereSent[failures] = sent;
        }
        failures++;
    }

    /** Lets servers that got nothing of the request be tried again: they may have come back. */
    public void forgive() {
        int kept = 0;
        for (int i = 0; i < Math.min(failures, MOST_FAILED); i++) {
            if (wereSent[i]) {
                failedServers[kept] = failedServers[i];
                wereSent[kept++] = true;
            }
        }
        for (int i = kept; i < Math.min(failures, MOST_FAILED); i++) {
            failedServers[i] = null;
        }
        failures = kept;
    }

    /** Whether this server got something of the request and failed. */
    public boolean failedBefore(RealServer candidate) {
        for (int i = 0; i < Math.min(failures, MOST_FAILED); i++) {
            if (failedServers[i] == candidate && wereSent[i]) {
                return true;
            }
        }
        return false;
    }

    /** Servers that failed this request and are not forgiven. */
    public int failures() {
        return failures;
    }

    /** Whether an earlier attempt has spoken against this server. */
    public boolean excludes(RealServer candidate) {
        for (int i = 0; i < Math.min(failures, MOST_FAILED); i++) {
            if (failedServers[i] == candidate) {
                return true;
            }
        }
        return false;
    }

    /** Attempts so far. */
    public int count() {
        return count;
    }

    /** The server that is tried now; null between attempts. */
    public @Nullable LiveServer current() {
        return server;
    }

    @Override
    public RealServer server() {
        LiveServer current = server;
        if (current == null) {
            throw new IllegalStateException("server: none (expected: an attempt)");
        }
        return current;
    }

    @Override
    public boolean failed() {
        return failed;
    }

    /** From then to assigning the latest attempt; -1 when there was none. */
    public long assignedNanos(long sinceNanos) {
        return count == 0 ? -1 : assignedNanos - sinceNanos;
    }

    /** From assigning to a connection; 0 when one was open, -1 when there was none. */
    public long connectNanos() {
        return connectedNanos == 0 ? -1 : connectedNanos - assignedNanos;
    }

    @Override
    public long firstByteNanos() {
        return firstByteNanos == 0 ? -1 : firstByteNanos - assignedNanos;
    }

    @Override
    public long totalNanos() {
        return endedNanos - assignedNanos;
    }

    @Override
    public long endedAtNanos() {
        return endedNanos;
    }
}
