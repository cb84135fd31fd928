package org.netchestra.experiments.paper;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.simulation.PolicyCatalog;
import org.netchestra.simulation.SimulatedRequest;

/** How evenly the hash policies spread keys, how many they move when servers come and go, and what a pick costs. */
final class HashComparison {

    static final List<String> POLICIES = List.of(
            "md5",
            "mit-ch",
            "mod-ch",
            "carp",
            "ht-rr",
            "hrw",
            "hrw hash=mix",
            "ring",
            "bounded-ring",
            "maglev",
            "anchor",
            "jump",
            "mh mh-fallback=true",
            "sh sh-fallback=true");

    static final int SERVERS = 16;
    static final int KEYS = 40_000;

    private static final int TIMED_KEYS = 1_000;
    private static final int PICKS = 100_000;
    private static final int ROUNDS = 7;

    /**
     * A policy's figures.
     *
     * @param policy its name and options
     * @param deviation standard deviation of the servers' keys over their mean
     * @param greatest keys of the server with most over the mean
     * @param movedByDown part of the keys that another server answers while one is down
     * @param movedByLeave part of the keys that move when one is removed
     * @param movedByJoin part of the keys that move when one is added in the middle
     * @param nanosKnown a pick of a recent key
     * @param nanosNew a pick of a key never seen before
     */
    record Row(
            String policy,
            double deviation,
            double greatest,
            double movedByDown,
            double movedByLeave,
            double movedByJoin,
            double nanosKnown,
            double nanosNew) {}

    private final PolicyCatalog catalog;
    private final LongSupplier clock;
    private final SimulatedRequest request = new SimulatedRequest();
    private final byte[][] keys = keys(KEYS, "http://www.example.com/img/");
    private final byte[][] clients = clients();
    private final List<RealServer> servers = new ArrayList<>();

    /** @param clock nanoseconds, to time picks */
    HashComparison(PolicyCatalog catalog, LongSupplier clock) {
        this.catalog = catalog;
        this.clock = clock;
        for (int number = 1; number <= SERVERS + 1; number++) {
            servers.add(new LiveServer("cache" + number, new ServerAddress("192.168.2." + number, 80), 0));
        }
    }

    List<Row> rows() {
        return POLICIES.stream().map(this::row).toList();
    }

    private Row row(String policy) {
        Picker before = picker(policy, pool(SERVERS, null, null));
        RealServer[] owners = owners(before);
        RealServer leaver = servers.get(7);
        RealServer newcomer = servers.get(SERVERS);
        return new Row(
                policy,
                deviation(owners),
                greatest(owners),
                moved(owners, after(policy, pool(SERVERS, leaver, null))),
                moved(owners, after(policy, pool(SERVERS, null, leaver))),
                moved(owners, joined(policy, newcomer)),
                nanosKnown(policy),
                nanosNew(policy));
    }

    /** The owners after a change, by a picker that takes over from one that has placed all keys. */
    private RealServer[] after(String policy, ServerPool changed) {
        Picker before = picker(policy, pool(SERVERS, null, null));
        owners(before);
        Picker after = picker(policy, changed);
        after.adopt(before);
        return owners(after);
    }

    private Picker picker(String policy, ServerPool pool) {
        String[] words = policy.split(" ", -1);
        Map<String, String> options = Arrays.stream(words)
                .skip(1)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        return catalog.picker(words[0], pool, options);
    }

    private RealServer[] joined(String policy, RealServer newcomer) {
        List<PoolMember> members = new ArrayList<>(pool(SERVERS, null, null).members());
        members.add(SERVERS / 2, PoolMember.of(newcomer, 1));
        return after(policy, ServerPool.of(members));
    }

    private ServerPool pool(int size, @Nullable RealServer down, @Nullable RealServer left) {
        return ServerPool.of(servers.stream()
                .limit(size)
                .filter(server -> server != left)
                .map(server -> new PoolMember(server, 1, 1, server != down))
                .toList());
    }

    private RealServer[] owners(Picker picker) {
        RealServer[] owners = new RealServer[KEYS];
        for (int key = 0; key < KEYS; key++) {
            owners[key] = Objects.requireNonNull(picker.pick(request.of(keys[key], clients[key], 0)));
        }
        return owners;
    }

    private double deviation(RealServer[] owners) {
        double mean = (double) KEYS / SERVERS;
        double squares = IntStream.of(counts(owners))
                .mapToDouble(count -> (count - mean) * (count - mean))
                .sum();
        return Math.sqrt(squares / SERVERS) / mean;
    }

    private double greatest(RealServer[] owners) {
        return IntStream.of(counts(owners)).max().orElse(0) / ((double) KEYS / SERVERS);
    }

    private int[] counts(RealServer[] owners) {
        int[] counts = new int[SERVERS];
        for (RealServer owner : owners) {
            counts[servers.indexOf(owner)]++;
        }
        return counts;
    }

    private static double moved(RealServer[] before, RealServer[] after) {
        int moved = 0;
        for (int key = 0; key < before.length; key++) {
            moved += before[key] == after[key] ? 0 : 1;
        }
        return (double) moved / before.length;
    }

    private double nanosKnown(String policy) {
        Picker picker = picker(policy, pool(SERVERS, null, null));
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            long start = clock.getAsLong();
            for (int pick = 0; pick < PICKS; pick++) {
                int key = pick % TIMED_KEYS;
                picker.pick(request.of(keys[key], clients[key], pick));
            }
            least = Math.min(least, (double) (clock.getAsLong() - start) / PICKS);
        }
        return least;
    }

    private double nanosNew(String policy) {
        Picker picker = picker(policy, pool(SERVERS, null, null));
        double least = Double.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            byte[][] fresh = keys(KEYS / 4, "http://www.example.com/" + round + "/");
            long start = clock.getAsLong();
            for (int key = 0; key < fresh.length; key++) {
                picker.pick(request.of(fresh[key], clients[key], key));
            }
            least = Math.min(least, (double) (clock.getAsLong() - start) / fresh.length);
        }
        return least;
    }

    private static byte[][] keys(int count, String prefix) {
        return IntStream.range(0, count)
                .mapToObj(key -> SimulatedRequest.key(prefix + key + ".jpg"))
                .toArray(byte[][]::new);
    }

    private static byte[][] clients() {
        byte[][] clients = new byte[KEYS][];
        Arrays.setAll(clients, key -> new byte[] {10, (byte) (key >> 16), (byte) (key >> 8), (byte) key, 0, 80});
        return clients;
    }
}
