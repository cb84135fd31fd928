package org.netchestra.policies.groups;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/**
 * Groups of falling priority: the servers of priority 0 work, those of the next step in as far as capacity is missing, and
 * whenever nobody of the chosen group can take a request, the next ones are asked, then the ones before. Within a group
 * another policy picks.
 *
 * <p>How much is missing is a matter of health and administration, see {@link PriorityShares}; that all servers of a group are
 * full shows with each request. As thread-safe as the inner pickers.
 */
public final class PriorityPicker implements Picker {

    private final List<Integer> priorities;
    private final ServerGroup[] groups;
    private final PriorityShares shares;
    private final DoubleSupplier chance;
    private final IdentityHashMap<RealServer, ServerGroup> groupOf = new IdentityHashMap<>();

    /**
     * @param overprovision how much more than its part of the capacity a group can take, at least 1
     * @param chance uniform numbers of 0 up to, but not including, 1
     */
    public PriorityPicker(ServerPool pool, GroupPolicy inner, double overprovision, DoubleSupplier chance) {
        this.chance = chance;
        TreeMap<Integer, List<PoolMember>> members = new TreeMap<>();
        pool.members()
                .forEach(m -> members.computeIfAbsent(m.priority(), priority -> new ArrayList<>())
                        .add(m));
        if (members.isEmpty()) {
            members.put(0, List.of());
        }
        priorities = List.copyOf(members.keySet());
        groups = members.values().stream()
                .map(part -> new ServerGroup(pool, part, inner))
                .toArray(ServerGroup[]::new);
        double[] available = new double[groups.length];
        for (int group = 0; group < groups.length; group++) {
            ServerGroup one = groups[group];
            available[group] = one.available();
            one.members().forEach(member -> groupOf.put(member.server(), one));
        }
        shares = new PriorityShares(available, overprovision);
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int first = shares.firstTakesAll() ? 0 : shares.group(chance.getAsDouble());
        for (int group = first; group < groups.length; group++) {
            RealServer picked = groups[group].pick(request);
            if (picked != null) {
                return picked;
            }
        }
        for (int group = 0; group < first; group++) {
            RealServer picked = groups[group].pick(request);
            if (picked != null) {
                return picked;
            }
        }
        return null;
    }

    @Override
    public void onOutcome(Outcome outcome) {
        ServerGroup group = groupOf.get(outcome.server());
        if (group != null) {
            group.picker().onOutcome(outcome);
        }
    }

    /** Group by group; a picker of another policy hands its memory to the first. */
    @Override
    public void adopt(Picker predecessor) {
        if (!(predecessor instanceof PriorityPicker earlier)) {
            groups[0].picker().adopt(predecessor);
            return;
        }
        for (int group = 0; group < groups.length; group++) {
            int theirs = earlier.priorities.indexOf(priorities.get(group));
            if (theirs >= 0) {
                groups[group].picker().adopt(earlier.groups[theirs].picker());
            }
        }
    }

    @Override
    public @Nullable String objection(PoolMember member, PickRequest request) {
        ServerGroup group = groupOf.get(member.server());
        int index = priorities.indexOf(member.priority());
        if (group == null || index < 0) {
            return null;
        }
        return shares.of(index) > 0
                ? group.picker().objection(member, request)
                : "stands by with priority " + member.priority();
    }

    /** As the inner policy rates it within its group. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        ServerGroup group = groupOf.get(member.server());
        return group == null ? Double.NaN : group.picker().score(member, request);
    }
}
