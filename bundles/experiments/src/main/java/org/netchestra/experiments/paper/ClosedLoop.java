package org.netchestra.experiments.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.simulation.PolicyCatalog;
import org.netchestra.simulation.RequestMix;
import org.netchestra.simulation.SimulatedRequest;

/**
 * Paper 003's cluster in virtual time: {@value #CLIENTS_PER_SERVER} connections a server, each of which asks for the next
 * file as soon as it has the last one.
 *
 * <p>Conventional: one balancer picks, the server works, the reply goes through the balancer's link. Distributed: the
 * requests reach the servers in turn, each server's own balancer picks, and the picked server works, longer when it is
 * another one. Servers and link are queues that serve one request after the other. Not thread-safe.
 */
final class ClosedLoop {

    private static final int CLIENTS_PER_SERVER = 63;
    private static final double MILLI = 1e6;
    private static final byte[] CLIENT = {127, 0, 0, 1, 0, 80};

    /** How the balancing is done. */
    enum Architecture {
        CONVENTIONAL,
        DISTRIBUTED,
        /** Distributed, but all balancers share one memory. */
        DISTRIBUTED_ONE_TABLE
    }

    /**
     * What a run showed.
     *
     * @param requestsPerSecond throughput
     * @param megabitsPerSecond throughput
     * @param greatestShare of the requests that one server answered
     * @param copies of files in all caches together
     */
    record Outcome(double requestsPerSecond, double megabitsPerSecond, double greatestShare, int copies) {}

    private record Event(double at, long order, boolean atLink, int client) {}

    private final Workload workload;
    private final Architecture architecture;
    private final List<RealServer> servers = new ArrayList<>();
    private final List<Picker> pickers = new ArrayList<>();
    private final Map<RequestMix.File, byte[]> keys = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparingDouble(Event::at).thenComparingLong(Event::order));
    private final SimulatedRequest request = new SimulatedRequest();
    private final SplittableRandom random;
    private final double[] freeAt;
    private final long[] answered;
    private final List<Set<RequestMix.File>> cached = new ArrayList<>();
    private final RequestMix.File[] asked;
    private double linkFreeAt;
    private long order;
    private long entry;
    private double bytes;

    /** @param host the files' host, which decides where their hashes fall */
    ClosedLoop(
            PolicyCatalog catalog,
            Workload workload,
            Architecture architecture,
            String policy,
            int size,
            String host,
            long seed) {
        this.workload = workload;
        this.architecture = architecture;
        random = new SplittableRandom(seed);
        freeAt = new double[size];
        answered = new long[size];
        asked = new RequestMix.File[CLIENTS_PER_SERVER * size];
        List<PoolMember> members = new ArrayList<>();
        for (int index = 0; index < size; index++) {
            RealServer server =
                    new LiveServer("cache" + (index + 1), new ServerAddress("192.168.2." + (index + 1), 80), 0);
            servers.add(server);
            members.add(PoolMember.of(server, 1));
            cached.add(new HashSet<>());
        }
        ServerPool pool = ServerPool.of(members);
        int balancers = architecture == Architecture.DISTRIBUTED ? size : 1;
        for (int balancer = 0; balancer < balancers; balancer++) {
            pickers.add(catalog.picker(policy, pool, Map.of()));
        }
        workload.mix().files().forEach(file -> keys.put(file, SimulatedRequest.key("http://" + host + file.path())));
    }

    Outcome run(int warmUp, int requests) {
        for (int client = 0; client < asked.length; client++) {
            events.add(new Event(0, order++, false, client));
        }
        double start = replies(warmUp);
        Arrays.fill(answered, 0);
        bytes = 0;
        double seconds = (replies(requests) - start) / 1e9;
        long sum = Arrays.stream(answered).sum();
        long most = Arrays.stream(answered).max().orElse(0);
        int copies = cached.stream().mapToInt(Set::size).sum();
        return new Outcome(requests / seconds, bytes * 8 / 1e6 / seconds, (double) most / sum, copies);
    }

    /** Runs until so many replies have reached their clients; returns when the last one did. */
    private double replies(int count) {
        int left = count;
        while (true) {
            Event event = events.remove();
            if (event.atLink()) {
                events.add(new Event(throughLink(event), order++, false, event.client()));
                continue;
            }
            RequestMix.File last = asked[event.client()];
            if (last != null) {
                bytes += last.bytes();
                left--;
            }
            ask(event);
            if (left == 0) {
                return event.at();
            }
        }
    }

    private void ask(Event event) {
        RequestMix.File file = workload.mix().draw(random);
        asked[event.client()] = file;
        int balancer = (int) (entry++ % servers.size());
        Picker picker = pickers.get(balancer % pickers.size());
        RealServer picked = picker.pick(request.of(Objects.requireNonNull(keys.get(file)), CLIENT, (long) event.at()));
        int server = servers.indexOf(picked);
        cached.get(server).add(file);
        answered[server]++;
        double done = Math.max(event.at(), freeAt[server]) + cost(server == balancer) * MILLI;
        freeAt[server] = done;
        events.add(new Event(done, order++, architecture == Architecture.CONVENTIONAL, event.client()));
    }

    private double cost(boolean local) {
        if (architecture == Architecture.CONVENTIONAL) {
            return workload.cacheMillis();
        }
        return workload.localMillis() + (local ? 0 : workload.relayMillis());
    }

    private double throughLink(Event event) {
        double nanos = Objects.requireNonNull(asked[event.client()]).bytes() * 8 / workload.linkMegabits() * 1e3;
        linkFreeAt = Math.max(event.at(), linkFreeAt) + nanos;
        return linkFreeAt;
    }
}
