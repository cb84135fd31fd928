package org.netchestra.policies.groups;

import java.util.Map;
import java.util.Random;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.conformance.ProbePool;
import org.netchestra.policies.connections.Overhead;
import org.netchestra.policies.connections.WeightedLeastConnectionPicker;

/** Random pools with groups in them. */
final class GroupPools {

    static final GroupPolicy WLC = pool -> new WeightedLeastConnectionPicker(pool, Overhead.CLASSIC);
    static final String[] ZONES = {"eu", "us", "asia"};

    private GroupPools() {}

    static ProbePool random(Random random) {
        ProbePool pool = new ProbePool();
        for (int size = random.nextInt(9); size > 0; size--) {
            String name = "s" + size;
            pool.add(name, random.nextInt(5));
            pool.up(name, random.nextInt(4) > 0);
            Map<String, String> labels =
                    random.nextInt(5) == 0 ? Map.of() : Map.of("zone", ZONES[random.nextInt(ZONES.length)]);
            pool.group(name, random.nextInt(3) * 2, labels);
            pool.server(name).inFlight(random.nextInt(10)).saturated(random.nextInt(6) == 0);
        }
        return pool;
    }

    static boolean eligible(PoolMember member, PickRequest request) {
        return member.usable() && !request.excludes(member.server());
    }
}
