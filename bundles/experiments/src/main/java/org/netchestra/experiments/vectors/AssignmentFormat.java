package org.netchestra.experiments.vectors;

import java.util.List;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Hashing with round robin over servers s1, s2, ...: {@code {table_size, steps: [{url, down, pick}]}}. */
final class AssignmentFormat implements Format {

    private final Policies policies;

    AssignmentFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("table_size", "steps");
    }

    @Override
    public String name(Fields vector) {
        return "ht_rr";
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        List<Fields> steps = vector.objects("steps");
        ProbePool pool = new ProbePool();
        for (int number = 1; number <= Numbered.highest("s", steps); number++) {
            pool.add("s" + number, 1);
        }
        Picker picker = policies.picker("ht-rr", pool.snapshot(), "slots", vector.text("table_size"));
        int number = 0;
        for (Fields step : steps) {
            List<?> down = step.has("down") ? step.list("down") : List.of();
            for (int index = 0; index < pool.size(); index++) {
                String name = pool.server(index).name();
                pool.up(name, !down.contains(name));
            }
            Picker next = policies.picker("ht-rr", pool.snapshot(), "slots", vector.text("table_size"));
            next.adopt(picker);
            picker = next;
            verdicts.check(
                    "step " + ++number + " " + step.text("url"),
                    step.raw("pick"),
                    Policies.name(picker.pick(new ProbeRequest().key(step.text("url")))));
        }
    }
}
