package org.netchestra.policies.locality;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;

/** The definitions, written down with maps and lists: for one thread, and without a bound on the number of keys. */
final class ReferenceModels {

    private final Map<String, List<RealServer>> sets = new HashMap<>();
    private final Map<String, Long> changed = new HashMap<>();
    private ServerPool pool;
    private RealServer excluded;

    void see(ServerPool pool, RealServer excluded) {
        this.pool = pool;
        this.excluded = excluded;
    }

    List<RealServer> set(String key) {
        return sets.getOrDefault(key, List.of());
    }

    RealServer lblc(String key) {
        return single(key, least(LOAD_PER_WEIGHT), this::busy);
    }

    RealServer lard(String key, LardThresholds thresholds) {
        return single(key, least(ACTIVE), member -> imbalanced(member, thresholds));
    }

    private RealServer single(String key, PoolMember least, Predicate<PoolMember> overloaded) {
        PoolMember known = set(key).isEmpty() ? null : pool.memberOf(set(key).get(0));
        if (known != null && known.up() && known.weight() > 0 && !overloaded.test(known)) {
            return eligible(known) ? known.server() : server(least);
        }
        if (least != null) {
            sets.put(key, List.of(least.server()));
        }
        return server(least);
    }

    RealServer lblcr(String key, long now, long expiry) {
        List<RealServer> set = new ArrayList<>(set(key));
        boolean known = !set.isEmpty();
        PoolMember n = set.stream()
                .map(pool::memberOf)
                .filter(m -> m != null && eligible(m))
                .min(LOAD_PER_WEIGHT)
                .orElse(null);
        boolean touched = false;
        if (set.size() > 1) {
            set.removeIf(server -> pool.memberOf(server) == null);
            if (set.size() > 1 && now - changed.get(key) > expiry) {
                PoolMember most = null;
                for (RealServer server : set) {
                    PoolMember m = pool.memberOf(server);
                    if (m.up() && m.weight() > 0 && (most == null || LOAD_PER_WEIGHT.compare(m, most) > 0)) {
                        most = m;
                    }
                }
                touched = most != null && set.remove(most.server());
            }
        }
        if (!known || n == null || busy(n)) {
            n = least(LOAD_PER_WEIGHT);
            if (n != null && !set.contains(n.server())) {
                set.add(0, n.server());
                touched = true;
            }
        }
        keep(key, set, touched, now);
        return server(n);
    }

    RealServer lardR(String key, LardThresholds thresholds, long now, long shrinkAfter) {
        List<RealServer> set = new ArrayList<>(set(key));
        set.removeIf(server -> pool.memberOf(server) == null
                || !pool.memberOf(server).up()
                || pool.memberOf(server).weight() == 0);
        boolean touched = false;
        PoolMember n = null;
        if (set.isEmpty()) {
            n = least(ACTIVE);
            if (n != null) {
                set.add(n.server());
                touched = true;
            }
        } else {
            List<PoolMember> members = pool.members().stream()
                    .filter(m -> set.contains(m.server()))
                    .toList();
            n = members.stream().filter(this::eligible).min(ACTIVE).orElse(null);
            PoolMember m = members.stream()
                    .reduce((a, b) -> ACTIVE.compare(b, a) > 0 ? b : a)
                    .get();
            if (n == null || imbalanced(n, thresholds)) {
                n = least(ACTIVE);
                if (n != null && !set.contains(n.server())) {
                    set.add(n.server());
                    touched = true;
                }
            }
            if (set.size() > 1 && now - changed.get(key) > shrinkAfter) {
                set.remove(m.server());
                touched = true;
            }
        }
        if (set.isEmpty() && n == null) {
            return null; // an empty set is not written back
        }
        keep(key, set, touched, now);
        return server(n);
    }

    private void keep(String key, List<RealServer> set, boolean touched, long now) {
        sets.put(key, set);
        if (touched) {
            changed.put(key, now);
        }
    }

    private static final Comparator<PoolMember> ACTIVE =
            Comparator.comparingInt(member -> member.server().inFlight());

    private static final Comparator<PoolMember> LOAD_PER_WEIGHT = Comparator.comparingDouble(
            member -> (256.0 * member.server().inFlight() + member.server().idleConnections()) / member.weight());

    /** The first of the smallest. */
    private PoolMember least(Comparator<PoolMember> order) {
        return pool.members().stream().filter(this::eligible).min(order).orElse(null);
    }

    private boolean busy(PoolMember member) {
        return member.server().inFlight() > member.weight()
                && pool.members().stream()
                        .anyMatch(m -> m.up() && 2 * m.server().inFlight() < m.weight());
    }

    private boolean imbalanced(PoolMember member, LardThresholds thresholds) {
        int load = member.server().inFlight();
        boolean otherIsLow =
                pool.members().stream().anyMatch(m -> m.usable() && m.server().inFlight() < thresholds.low());
        return (load > thresholds.high() && otherIsLow) || load >= 2 * thresholds.high();
    }

    private boolean eligible(PoolMember member) {
        return member.usable() && member.server() != excluded;
    }

    private static RealServer server(PoolMember member) {
        return member == null ? null : member.server();
    }
}
