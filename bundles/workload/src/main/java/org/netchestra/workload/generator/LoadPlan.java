package org.netchestra.workload.generator;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the generator is to do. Immutable: start from {@link #to}, and refine; each step gives a new plan. Unrefined:
 * one connection in closed loop, 1 kB replies, no end.
 */
public final class LoadPlan {
    final InetSocketAddress address;
    // Written only while a new plan is being made from an old one, before anyone else sees it.
    List<Target> targets = List.of(Target.bytes(1024));
    int connections = 1;
    int loops = 1;
    long requests = Long.MAX_VALUE;
    Duration duration = Duration.ofDays(365);
    double ratePerSecond;
    Duration pause = Duration.ZERO;
    Duration timeout = Duration.ofSeconds(30);
    boolean connectionPerRequest;
    Set<String> servers = Set.of();

    @Nullable
    String requestIds;

    private LoadPlan(InetSocketAddress address) {
        this.address = address;
    }

    /** A plan for connections to this address. */
    public static LoadPlan to(InetSocketAddress address) {
        return new LoadPlan(address);
    }

    /** A plan for connections to this port of the loopback address. */
    public static LoadPlan toPort(int port) {
        return new LoadPlan(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** What is requested, each target as often as its weight. */
    public LoadPlan targets(Target... newTargets) {
        return targets(List.of(newTargets));
    }

    /** What is requested, each target as often as its weight. */
    public LoadPlan targets(List<Target> newTargets) {
        return with(plan -> plan.targets = List.copyOf(newTargets));
    }

    /** How many connections at once. */
    public LoadPlan connections(int newConnections) {
        return with(plan -> plan.connections = atLeastOne("connections", newConnections));
    }

    /** How many event loops carry the connections. */
    public LoadPlan loops(int newLoops) {
        return with(plan -> plan.loops = atLeastOne("loops", newLoops));
    }

    /** The budget: exactly so many requests are made, unless the time is up before. */
    public LoadPlan requests(long newRequests) {
        return with(plan -> plan.requests = newRequests);
    }

    /** The time after which no request is started. */
    public LoadPlan duration(Duration newDuration) {
        return with(plan -> plan.duration = newDuration);
    }

    /** Open loop at this rate; 0 is closed loop. */
    public LoadPlan ratePerSecond(double newRate) {
        return with(plan -> plan.ratePerSecond = newRate);
    }

    /** How long a connection rests between a reply and its next request, as a client does that thinks or is far away. */
    public LoadPlan pause(Duration newPause) {
        return with(plan -> plan.pause = newPause);
    }

    /** How long a request may take from its due moment. */
    public LoadPlan timeout(Duration newTimeout) {
        return with(plan -> plan.timeout = newTimeout);
    }

    /** Whether each request gets a connection of its own. */
    public LoadPlan connectionPerRequest(boolean perRequest) {
        return with(plan -> plan.connectionPerRequest = perRequest);
    }

    /** The names that X-Served-By may carry; none given: any, or no such field. */
    public LoadPlan servers(String... names) {
        return with(plan -> plan.servers = Set.of(names));
    }

    /** Gives each request an X-Request-Id: this prefix, then the request's number from 0. */
    public LoadPlan requestIds(String prefix) {
        return with(plan -> plan.requestIds = prefix);
    }

    private LoadPlan with(Consumer<LoadPlan> change) {
        LoadPlan next = new LoadPlan(address);
        next.targets = targets;
        next.connections = connections;
        next.loops = loops;
        next.requests = requests;
        next.duration = duration;
        next.ratePerSecond = ratePerSecond;
        next.pause = pause;
        next.timeout = timeout;
        next.connectionPerRequest = connectionPerRequest;
        next.servers = servers;
        next.requestIds = requestIds;
        change.accept(next);
        return next;
    }

    private static int atLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
        return value;
    }
}
