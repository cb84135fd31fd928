package org.netchestra.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.core.pool.LiveServer;

/** What is measured: the policies on the class path with their default options, and two pickers to compare with. */
final class Pickers {

    /** Does nothing: what the measurement itself costs. */
    private static final String NOTHING = "(nothing)";

    /** Increments a shared number, which any exact rotation must at least do. */
    private static final String INCREMENT = "(one atomic increment)";

    private static final long SEED = 11;

    private Pickers() {}

    static String[] names() {
        return Stream.concat(Stream.of(NOTHING, INCREMENT), policies().stream().map(DeclaredPolicy::name))
                .toArray(String[]::new);
    }

    static Picker of(String name, int servers) {
        return switch (name) {
            case NOTHING -> request -> null;
            case INCREMENT -> increment();
            default -> configured(name, servers);
        };
    }

    /** By its name, and options behind it. */
    private static Picker configured(String policy, int servers) {
        String[] words = policy.split(" ", -1);
        Map<String, String> options = Arrays.stream(words)
                .skip(1)
                .map(word -> word.split("=", 2))
                .collect(Collectors.toMap(option -> option[0], option -> option[1]));
        return policy(words[0]).newPicker(pool(servers), new PolicyOptions(options, byName()));
    }

    private static Picker increment() {
        AtomicInteger counter = new AtomicInteger();
        LiveServer server = server(0);
        return request -> counter.getAndIncrement() < 0 ? null : server;
    }

    private static BalancingPolicy policy(String name) {
        BalancingPolicy policy = byName().get(name);
        if (policy == null) {
            throw new IllegalArgumentException("policy: " + name + " (expected: one on the class path)");
        }
        return policy;
    }

    private static Map<String, BalancingPolicy> byName() {
        return policies().stream().collect(Collectors.toMap(DeclaredPolicy::name, DeclaredPolicy::policy));
    }

    private static List<DeclaredPolicy> policies() {
        return DeclaredPolicy.onClassPath(Pickers.class.getClassLoader());
    }

    private static ServerPool pool(int servers) {
        Random random = new Random(SEED);
        List<PoolMember> members = new ArrayList<>();
        for (int number = 0; number < servers; number++) {
            LiveServer server = server(number);
            for (int inFlight = random.nextInt(10); inFlight > 0; inFlight--) {
                server.began();
            }
            members.add(PoolMember.of(server, 1 + number % 4));
        }
        return ServerPool.of(members);
    }

    private static LiveServer server(int number) {
        return new LiveServer("s" + number, new ServerAddress("10.0." + number / 256 + "." + number % 256, 8080), 0);
    }
}
