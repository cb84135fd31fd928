package org.netchestra.experiments.vectors;

import java.util.Arrays;
import java.util.List;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.core.hash.CarpHash;

/**
 * CARP: {@code {members: [{name, hash, multiplier}], equal_multipliers, scores: [{url, scores, pick}]}}. The load factors
 * follow from the multipliers.
 */
final class CarpFormat implements Format {

    private static final int MOST_WEIGHT = 1_000;

    private final Policies policies;

    CarpFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("members") && vector.hasAny("scores", "equal_multipliers");
    }

    @Override
    public String name(Fields vector) {
        return "carp";
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        List<Fields> members = vector.objects("members");
        int[] weights = weights(members);
        double[] multipliers =
                CarpHash.multipliers(Arrays.stream(weights).asDoubleStream().toArray());
        ProbePool pool = new ProbePool();
        for (int index = 0; index < weights.length; index++) {
            Fields member = members.get(index);
            String name = member.text("name");
            pool.add(name, weights[index]);
            if (member.has("hash")) {
                verdicts.check("hash of " + name, member.raw("hash"), String.format("%08x", CarpHash.member(name)));
            }
            if (member.has("multiplier")) {
                verdicts.checkClose("multiplier of " + name, member.decimal("multiplier"), multipliers[index], 1e-8);
            }
        }
        equal(vector, verdicts);
        scores(vector, pool, verdicts);
    }

    private static void equal(Fields vector, Verdicts verdicts) {
        if (!vector.has("equal_multipliers")) {
            return;
        }
        List<?> expected = vector.list("equal_multipliers");
        double[] ones = new double[expected.size()];
        Arrays.fill(ones, 1);
        double[] multipliers = CarpHash.multipliers(ones);
        for (int index = 0; index < multipliers.length; index++) {
            double one = Double.parseDouble(String.valueOf(expected.get(index)));
            verdicts.checkClose("equal multiplier " + (index + 1), one, multipliers[index], 1e-8);
        }
    }

    private void scores(Fields vector, ProbePool pool, Verdicts verdicts) {
        if (!vector.has("scores")) {
            return;
        }
        Picker picker = policies.picker("carp", pool.snapshot());
        for (Fields scored : vector.objects("scores")) {
            ProbeRequest request = new ProbeRequest().key(scored.text("url"));
            if (scored.has("scores")) {
                Fields scores = scored.object("scores");
                for (String name : scores.names()) {
                    double score = -picker.score(pool.member(pool.indexOf(name)), request);
                    verdicts.checkClose(scored.text("url") + " score of " + name, scores.decimal(name), score, 0.01);
                }
            }
            verdicts.check(scored.text("url") + " pick", scored.raw("pick"), Policies.name(picker.pick(request)));
        }
    }

    /** The least whole numbers in the proportion of the load factors that the multipliers stand for. */
    private static int[] weights(List<Fields> members) {
        if (members.stream().anyMatch(member -> member.hasAny("weight", "load_factor", "factor"))) {
            return members.stream()
                    .mapToInt(member -> member.integer(
                            member.has("weight") ? "weight" : member.has("factor") ? "factor" : "load_factor"))
                    .toArray();
        }
        double[] factors = factors(members.stream()
                .mapToDouble(member -> member.has("multiplier") ? member.decimal("multiplier") : 1)
                .toArray());
        double least = Arrays.stream(factors).min().orElse(1);
        for (int scale = 1; scale < MOST_WEIGHT; scale++) {
            double unit = least / scale;
            if (Arrays.stream(factors).allMatch(factor -> Math.abs(factor / unit - Math.rint(factor / unit)) < 1e-5)) {
                return Arrays.stream(factors)
                        .mapToInt(factor -> (int) Math.rint(factor / unit))
                        .toArray();
            }
        }
        throw new MalformedVectorException("members: multipliers "
                + members.stream().map(m -> m.raw("multiplier")).toList()
                + " (expected: those of whole load factors up to " + MOST_WEIGHT + ")");
    }

    /** The inverse of {@link CarpHash#multipliers}. */
    private static double[] factors(double... multipliers) {
        int count = multipliers.length;
        Integer[] ascending = new Integer[count];
        Arrays.setAll(ascending, index -> index);
        Arrays.sort(ascending, (a, b) -> Double.compare(multipliers[a], multipliers[b]));
        double[] factors = new double[count];
        double product = 1;
        double previous = 0;
        double factor = 0;
        for (int rank = 0; rank < count; rank++) {
            double multiplier = multipliers[ascending[rank]];
            int left = count - rank;
            factor += (Math.pow(multiplier, left) - Math.pow(previous, left)) * product / left;
            factors[ascending[rank]] = factor;
            product *= multiplier;
            previous = multiplier;
        }
        return factors;
    }
}
