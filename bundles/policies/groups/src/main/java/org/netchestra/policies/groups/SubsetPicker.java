package org.netchestra.policies.groups;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.RequestKey;

/**
 * A part of the request says which servers may have it: those whose label has just that value. Where none of them can, or the
 * request says nothing, or something unknown, the default subset is asked, then the whole pool, as far as they are allowed.
 * Within a subset another policy picks.
 *
 * <p>After Envoy's load balancer subsets with a fallback policy. As thread-safe as the inner pickers.
 */
public final class SubsetPicker implements Picker {

    /** What {@link Choice#defaultValue} is when there is no default subset. */
    public static final String NO_DEFAULT = "";

    /**
     * How a subset is found.
     *
     * @param label the servers' label
     * @param source the part of the request that is its value
     * @param defaultValue the value for requests that fit no subset, or {@link #NO_DEFAULT}
     * @param anyAtLast whether the whole pool is asked in the end
     */
    public record Choice(String label, KeySource source, String defaultValue, boolean anyAtLast) {}

    private static final ThreadLocal<RequestKey> KEYS = ThreadLocal.withInitial(RequestKey::new);

    private final Choice choice;
    private final List<String> values;
    private final LabelTable table;
    private final ServerGroup[] subsets;
    private final ServerGroup all;
    private final int defaultSubset;
    private final IdentityHashMap<RealServer, ServerGroup> subsetOf = new IdentityHashMap<>();

    public SubsetPicker(ServerPool pool, GroupPolicy inner, Choice choice) {
        this.choice = choice;
        TreeMap<String, List<PoolMember>> members = new TreeMap<>();
        for (PoolMember member : pool.members()) {
            String value = member.labels().get(choice.label());
            if (value != null) {
                members.computeIfAbsent(value, v -> new ArrayList<>()).add(member);
            }
        }
        values = List.copyOf(members.keySet());
        table = new LabelTable(values);
        subsets = members.values().stream()
                .map(part -> new ServerGroup(pool, part, inner))
                .toArray(ServerGroup[]::new);
        all = new ServerGroup(pool, pool.members(), inner);
        defaultSubset = values.indexOf(choice.defaultValue());
        for (ServerGroup subset : subsets) {
            subset.members().forEach(member -> subsetOf.put(member.server(), subset));
        }
    }

    @Override
    public @Nullable RealServer pick(PickRequest request) {
        int subset = subsetOf(request);
        RealServer picked = pick(subset, request);
        if (picked == null && subset != defaultSubset) {
            picked = pick(defaultSubset, request);
        }
        return picked == null && choice.anyAtLast() ? all.pick(request) : picked;
    }

    private int subsetOf(PickRequest request) {
        RequestKey key = KEYS.get();
        int subset = request.readKey(choice.source(), key) ? table.find(key) : LabelTable.UNKNOWN;
        key.clear();
        return subset;
    }

    private @Nullable RealServer pick(int subset, PickRequest request) {
        return subset == LabelTable.UNKNOWN ? null : subsets[subset].pick(request);
    }

    @Override
    public void onOutcome(Outcome outcome) {
        ServerGroup subset = subsetOf.get(outcome.server());
        if (subset != null) {
            subset.picker().onOutcome(outcome);
        }
        all.picker().onOutcome(outcome);
    }

    /** Subset by subset; a picker of another policy hands its memory to the one for the whole pool. */
    @Override
    public void adopt(Picker predecessor) {
        if (!(predecessor instanceof SubsetPicker earlier)) {
            all.picker().adopt(predecessor);
            return;
        }
        all.picker().adopt(earlier.all.picker());
        for (int subset = 0; subset < subsets.length; subset++) {
            int theirs = earlier.values.indexOf(values.get(subset));
            if (theirs >= 0 && earlier.choice.label().equals(choice.label())) {
                subsets[subset].picker().adopt(earlier.subsets[theirs].picker());
            }
        }
    }

    @Override
    public @Nullable String objection(PoolMember member, PickRequest request) {
        String value = member.labels().get(choice.label());
        return choice.anyAtLast() || allows(value, subsetOf(request))
                ? subsetOf.getOrDefault(member.server(), all).picker().objection(member, request)
                : "its label " + choice.label() + " is " + (value == null ? "missing" : value);
    }

    private boolean allows(@Nullable String value, int subset) {
        boolean named = subset != LabelTable.UNKNOWN && values.get(subset).equals(value);
        return named || (value != null && value.equals(choice.defaultValue()));
    }

    /** As the inner policy rates it within its subset. */
    @Override
    public double score(PoolMember member, PickRequest request) {
        return subsetOf.getOrDefault(member.server(), all).picker().score(member, request);
    }
}
