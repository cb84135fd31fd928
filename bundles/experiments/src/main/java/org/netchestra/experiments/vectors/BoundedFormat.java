package org.netchestra.experiments.vectors;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.policies.hashing.BoundedRingPicker;

/**
 * Consistent hashing with bounded loads: {@code {c, plain, steps: [{url, pick, cap, load}]}}; no request ends.
 * Bounds and loads are those after the pick.
 */
final class BoundedFormat implements Format {

    private final Policies policies;

    BoundedFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("c", "steps");
    }

    @Override
    public String name(Fields vector) {
        return "bounded c=" + vector.text("c");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        List<Fields> steps = vector.objects("steps");
        ProbePool pool = servers(steps);
        if (vector.has("plain") && !steps.isEmpty()) {
            RealServer plain = policies.picker("mit-ch", pool.snapshot())
                    .pick(new ProbeRequest().key(steps.get(0).text("url")));
            verdicts.check("plain", vector.raw("plain"), Policies.name(plain));
        }
        BoundedRingPicker picker =
                (BoundedRingPicker) policies.picker("bounded-ring", pool.snapshot(), "load-factor", vector.text("c"));
        int number = 0;
        for (Fields step : steps) {
            String what = "step " + ++number + " ";
            RealServer picked = picker.pick(new ProbeRequest().key(step.text("url")));
            verdicts.check(what + step.text("url"), step.raw("pick"), Policies.name(picked));
            if (picked instanceof ProbeServer busy) {
                busy.addInFlight(1);
            }
            numbers(step, "cap", name -> picker.bound(pool.member(pool.indexOf(name))), what, verdicts);
            numbers(step, "load", name -> pool.server(name).inFlight(), what, verdicts);
        }
    }

    private static void numbers(Fields step, String field, Numbers of, String what, Verdicts verdicts) {
        if (step.has(field)) {
            Fields expected = step.object(field);
            for (String name : expected.names()) {
                verdicts.check(what + field + " of " + name, expected.integer(name), of.number(name));
            }
        }
    }

    private static ProbePool servers(List<Fields> steps) {
        List<String> names = new ArrayList<>();
        for (Fields step : steps) {
            for (String field : List.of("cap", "load")) {
                if (step.has(field)) {
                    step.object(field).names().stream()
                            .filter(name -> !names.contains(name))
                            .forEach(names::add);
                }
            }
        }
        names.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        ProbePool pool = new ProbePool();
        names.forEach(name -> pool.add(name, 1));
        return pool;
    }

    private interface Numbers {
        @Nullable
        Object number(String server);
    }
}
