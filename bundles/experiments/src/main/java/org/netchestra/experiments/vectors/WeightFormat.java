package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.controller.ControllerSettings;
import org.netchestra.controller.Reading;
import org.netchestra.controller.WeightController;
import org.netchestra.policies.rotation.BlockSequencePicker;

/**
 * Paper 001's rule: {@code {ratio: [{weights, ratio, paper_sequence, smooth_sequence}], controller: {floor, start, steps:
 * [{resp, moved, weights}]}}}, any of them.
 */
final class WeightFormat implements Format {

    private static final int SAMPLES = 5;

    private final Policies policies;

    WeightFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.hasAny("ratio", "controller") && !vector.has("policy");
    }

    @Override
    public String name(Fields vector) {
        return "self-controlled weights";
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        for (String field : vector.names()) {
            switch (field) {
                case "ratio" -> vector.objects(field).forEach(ratio -> ratio(ratio, verdicts));
                case "controller" -> controller(vector.object(field), verdicts);
                default -> verdicts.unsupported(field);
            }
        }
    }

    private void ratio(Fields vector, Verdicts verdicts) {
        Map<String, Integer> weights = integers(vector.object("weights"));
        int[] values = weights.values().stream().mapToInt(Integer::intValue).toArray();
        Map<String, Integer> ratio = new LinkedHashMap<>();
        int[] computed = BlockSequencePicker.ratio(values);
        weights.keySet().forEach(name -> ratio.put(name, computed[ratio.size()]));
        verdicts.check("ratio of " + weights, integers(vector.object("ratio")), ratio);
        for (String sequence : List.of("paper", "smooth")) {
            String field = sequence + "_sequence";
            if (vector.has(field)) {
                int picks = vector.text(field).split(",", -1).length;
                verdicts.check(field + " of " + weights, vector.raw(field), sequence(weights, sequence, picks));
            }
        }
    }

    private String sequence(Map<String, Integer> weights, String sequence, int picks) {
        ProbePool pool = new ProbePool();
        weights.forEach(pool::add);
        Picker picker = policies.picker("ratio", pool.snapshot(), "sequence", sequence);
        return IntStream.range(0, picks)
                .mapToObj(pick -> String.valueOf(Policies.name(picker.pick(new ProbeRequest()))))
                .collect(Collectors.joining(","));
    }

    private static void controller(Fields vector, Verdicts verdicts) {
        ControllerSettings defaults = ControllerSettings.of(ControllerSettings.Kind.PAPER);
        ControllerSettings settings = new ControllerSettings(
                defaults.kind(),
                defaults.period(),
                vector.integer("floor"),
                defaults.minSamples(),
                0,
                defaults.inFlightAware());
        WeightController controller = WeightController.startingAt(settings, integers(vector.object("start")));
        int number = 0;
        for (Fields step : vector.objects("steps")) {
            String what = "controller step " + ++number;
            Map<String, Integer> before = controller.weights();
            controller.tick(number * 1_000L, readings(step.object("resp")));
            verdicts.check(what + " weights", integers(step.object("weights")), controller.weights());
            List<String> moved = moved(before, controller.weights());
            verdicts.check(what + " moved", step.raw("moved"), moved.isEmpty() ? null : moved);
        }
    }

    private static List<Reading> readings(Fields responses) {
        List<Reading> readings = new ArrayList<>();
        for (String name : responses.names()) {
            long nanos = responses.raw(name) == null ? 0 : (long) (responses.decimal(name) * 1e6);
            readings.add(
                    new Reading(name, Reading.State.ACTIVE, nanos == 0 ? 0 : SAMPLES, nanos, nanos, nanos, 0, 0, 0));
        }
        return readings;
    }

    /** Who gave, then who got. */
    private static List<String> moved(Map<String, Integer> before, Map<String, Integer> after) {
        List<String> moved = new ArrayList<>();
        after.forEach((name, weight) -> {
            int change = weight - before.getOrDefault(name, weight);
            if (change < 0) {
                moved.add(0, name);
            } else if (change > 0) {
                moved.add(name);
            }
        });
        return moved;
    }

    private static Map<String, Integer> integers(Fields fields) {
        Map<String, Integer> integers = new LinkedHashMap<>();
        fields.names().forEach(name -> integers.put(name, fields.integer(name)));
        return integers;
    }
}
