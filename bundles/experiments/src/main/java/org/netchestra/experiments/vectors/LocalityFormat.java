package org.netchestra.experiments.vectors;

import java.util.Arrays;
import java.util.List;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.policies.locality.LardPicker;
import org.netchestra.policies.locality.LblcPicker;
import org.netchestra.policies.locality.LblcrPicker;
import org.netchestra.policies.locality.ReplicatedLardPicker;

/** Locality-based scheduling over time: {@code {policy, weights, expire_s, steps: [{t, key, set_active, pick, set}]}}. */
final class LocalityFormat implements Format {

    private final Policies policies;

    LocalityFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("policy", "weights", "steps");
    }

    @Override
    public String name(Fields vector) {
        return vector.text("policy") + " " + Arrays.toString(vector.integers("weights"));
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        ProbePool pool = ProbePool.ofWeights(vector.integers("weights"));
        String[] options = vector.has("expire_s") ? new String[] {"expire", vector.text("expire_s")} : new String[0];
        Picker picker = policies.picker(vector.text("policy"), pool.snapshot(), options);
        int number = 0;
        for (Fields step : vector.objects("steps")) {
            if (step.raw("set_active") instanceof List<?> change) {
                pool.server(String.valueOf(change.get(0))).inFlight(Integer.parseInt(String.valueOf(change.get(1))));
            }
            step(picker, step, step.text("key"), "step " + ++number + " " + step.text("key"), verdicts);
        }
    }

    static void step(Picker picker, Fields step, String key, String what, Verdicts verdicts) {
        ProbeRequest request = new ProbeRequest().key(key);
        if (step.has("t")) {
            request.nowNanos((long) (step.decimal("t") * 1e9));
        }
        verdicts.check(what, step.raw("pick"), Policies.name(picker.pick(request)));
        if (step.has("set")) {
            List<String> names =
                    assigned(picker, request).stream().map(RealServer::name).toList();
            verdicts.check(what + " set", step.list("set"), names);
        }
    }

    private static List<RealServer> assigned(Picker picker, PickRequest request) {
        if (picker instanceof LblcPicker lblc) {
            return lblc.assigned(request);
        }
        if (picker instanceof LblcrPicker lblcr) {
            return lblcr.assigned(request);
        }
        if (picker instanceof LardPicker lard) {
            return lard.assigned(request);
        }
        return ((ReplicatedLardPicker) picker).assigned(request);
    }
}
