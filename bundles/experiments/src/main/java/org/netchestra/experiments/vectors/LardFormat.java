package org.netchestra.experiments.vectors;

import java.util.List;
import java.util.OptionalInt;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.policies.locality.ExtendedLard;
import org.netchestra.policies.locality.LardThresholds;
import org.netchestra.policies.locality.TaggedRequest;

/** Locality-aware request distribution: {@code {S, lard, lardr, cost, tagged}}, any of them. */
final class LardFormat implements Format {

    private static final LardThresholds THRESHOLDS = new LardThresholds(25, 65);

    private final Policies policies;

    LardFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.hasAny("lard", "lardr", "S", "cost", "tagged") && !vector.hasAny("steps", "op");
    }

    @Override
    public String name(Fields vector) {
        return "lard";
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        for (String field : vector.names()) {
            switch (field) {
                case "S" -> limits(vector.object(field), verdicts);
                case "lard" -> steps("lard", vector.objects(field), verdicts);
                case "lardr" -> steps("lard-r", vector.objects(field), verdicts);
                case "cost" -> vector.objects(field).forEach(cost -> cost(cost, verdicts));
                case "tagged" -> tagged(vector.list(field), verdicts);
                default -> verdicts.unsupported(field);
            }
        }
    }

    private static void limits(Fields limits, Verdicts verdicts) {
        for (String servers : limits.names()) {
            OptionalInt limit = THRESHOLDS.admissionLimit(Integer.parseInt(servers));
            verdicts.check(
                    "S of " + servers,
                    limits.textOrNull(servers),
                    limit.isPresent() ? Integer.toString(limit.getAsInt()) : null);
        }
    }

    private void steps(String policy, List<Fields> steps, Verdicts verdicts) {
        ProbePool pool = servers(steps);
        Picker picker = policies.picker(policy, pool.snapshot());
        int number = 0;
        for (Fields step : steps) {
            Fields loads = step.object("set_load");
            loads.names().forEach(name -> pool.server(name).inFlight(loads.integer(name)));
            String target = step.has("target") ? step.text("target") : "/x";
            LocalityFormat.step(picker, step, target, policy + " step " + ++number + " " + target, verdicts);
        }
    }

    /** Servers n1 to the highest number that any step names, but at least three. */
    private static ProbePool servers(List<Fields> steps) {
        int highest = Math.max(3, Numbered.highest("n", steps));
        ProbePool pool = new ProbePool();
        for (int number = 1; number <= highest; number++) {
            pool.add("n" + number, 1);
        }
        return pool;
    }

    private static void cost(Fields vector, Verdicts verdicts) {
        double cost = ExtendedLard.cost(vector.integer("load"), Boolean.TRUE.equals(vector.raw("mapped")));
        String what =
                "cost of load " + vector.text("load") + (Boolean.TRUE.equals(vector.raw("mapped")) ? " mapped" : "");
        if (vector.raw("cost") == null) {
            verdicts.check(what, Double.POSITIVE_INFINITY, cost);
        } else {
            verdicts.checkClose(what, vector.decimal("cost"), cost, 1e-9);
        }
    }

    private static void tagged(List<?> vector, Verdicts verdicts) {
        TaggedRequest tagged = TaggedRequest.parse(String.valueOf(vector.get(0)));
        verdicts.check(
                "tagged " + vector.get(0),
                vector.get(1),
                tagged == null ? null : List.of(tagged.address(), tagged.target()));
    }
}
