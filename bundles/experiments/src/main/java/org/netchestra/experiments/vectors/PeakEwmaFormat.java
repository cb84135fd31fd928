package org.netchestra.experiments.vectors;

import java.util.List;
import org.netchestra.conformance.ProbeOutcome;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.policies.connections.PeakEwmaPicker;

/** Peak EWMA by hand: {@code {tau_s, steps: [{op: start | done | cost, server, rtt, now, ewma, cost}]}}. */
final class PeakEwmaFormat implements Format {

    private static final double NANOS = 1e9;

    private final Policies policies;

    PeakEwmaFormat(Policies policies) {
        this.policies = policies;
    }

    @Override
    public boolean recognises(Fields vector) {
        return vector.has("tau_s", "steps");
    }

    @Override
    public String name(Fields vector) {
        return "peak-ewma tau=" + vector.text("tau_s");
    }

    @Override
    public void run(Fields vector, Verdicts verdicts) {
        List<Fields> steps = vector.objects("steps");
        ProbePool pool = new ProbePool();
        steps.stream().map(step -> step.text("server")).distinct().forEach(name -> pool.add(name, 1));
        PeakEwmaPicker picker =
                (PeakEwmaPicker) policies.picker("peak-ewma", pool.snapshot(), "tau", vector.text("tau_s"));
        int number = 0;
        for (Fields step : steps) {
            step(picker, pool, step, "step " + ++number + " " + step.text("op"), verdicts);
        }
    }

    private static void step(PeakEwmaPicker picker, ProbePool pool, Fields step, String what, Verdicts verdicts) {
        ProbeServer server = pool.server(step.text("server"));
        long now = nanos(step, "now");
        if (step.text("op").startsWith("start")) {
            server.addInFlight(1);
        } else if (step.text("op").startsWith("done")) {
            server.inFlight(Math.max(0, server.inFlight() - 1));
            picker.onOutcome(ProbeOutcome.reply(server, nanos(step, "rtt"), now));
        } else {
            ProbeRequest request = new ProbeRequest().nowNanos(now);
            picker.pick(request);
            double cost = picker.score(pool.member(pool.indexOf(server.name())), request);
            verdicts.checkClose(what + " cost", step.decimal("cost"), cost, Math.max(1e-9, Math.abs(cost) * 1e-8));
        }
        verdicts.checkClose(what + " ewma", step.decimal("ewma"), picker.averageSeconds(server, now), 1e-9);
    }

    private static long nanos(Fields step, String field) {
        return Math.round(step.decimal(field) * NANOS);
    }
}
