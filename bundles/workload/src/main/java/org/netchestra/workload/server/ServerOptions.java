package org.netchestra.workload.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a real server is set up. Immutable.
 *
 * @param name what {@code X-Served-By} says
 * @param bind where it listens; port 0 takes a free one
 * @param ledger the file that gets a line for each request served, or null for none
 * @param files the directory beneath {@code /files/}, or null for none
 * @param loops event loops
 * @param workers threads that burn the loops of {@code /burn/N}
 * @param work what a request of {@code /busy} costs
 */
public record ServerOptions(
        String name,
        InetSocketAddress bind,
        @Nullable Path ledger,
        @Nullable Path files,
        int loops,
        int workers,
        Work work) {

    /** A server of this name on a free port of the loopback address: one event loop, one worker. */
    public static ServerOptions named(String name) {
        return new ServerOptions(
                name, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), null, null, 1, 1, Work.NONE);
    }

    /** The same on another port of its address. */
    public ServerOptions port(int port) {
        return new ServerOptions(
                name, new InetSocketAddress(bind.getAddress(), port), ledger, files, loops, workers, work);
    }

    /** The same with another ledger. */
    public ServerOptions ledger(@Nullable Path newLedger) {
        return new ServerOptions(name, bind, newLedger, files, loops, workers, work);
    }

    /** The same with another directory of files. */
    public ServerOptions files(@Nullable Path newFiles) {
        return new ServerOptions(name, bind, ledger, newFiles, loops, workers, work);
    }
}
