package org.netchestra.experiments.vectors;

import java.util.HashMap;
import java.util.Map;
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
        Map<String, Alone> servers = new HashMap<>();
        int number = 0;
        for (Fields step : vector.objects("steps")) {
            servers.computeIfAbsent(step.text("server"), name -> new Alone(name, vector.text("tau_s")))
                    .step(step, "step " + ++number + " " + step.text("op"), verdicts);
        }
    }

    /** A server under a picker of its own, so that looking at its cost is no look at another's. */
    private final class Alone {
        private final ProbePool pool = new ProbePool();
        private final PeakEwmaPicker picker;
        private long touchedAt;

        Alone(String name, String tau) {
            pool.add(name, 1);
            picker = (PeakEwmaPicker) policies.picker("peak-ewma", pool.snapshot(), "tau", tau);
        }

        void step(Fields step, String what, Verdicts verdicts) {
            ProbeServer server = pool.server(0);
            long now = nanos(step, "now");
            String operation = step.text("op");
            if (operation.startsWith("start")) {
                server.addInFlight(1);
            } else {
                touchedAt = now;
            }
            if (operation.startsWith("done")) {
                server.inFlight(Math.max(0, server.inFlight() - 1));
                picker.onOutcome(ProbeOutcome.reply(server, nanos(step, "rtt"), now));
            } else if (operation.startsWith("cost")) {
                ProbeRequest request = new ProbeRequest().nowNanos(now);
                picker.pick(request);
                double cost = picker.score(pool.member(0), request);
                verdicts.checkClose(what + " cost", step.decimal("cost"), cost, Math.max(1e-9, Math.abs(cost) * 1e-8));
            } else if (!operation.startsWith("start")) {
                throw step.malformed("op", "start, done or cost");
            }
            // A start is not a look: what it shows is the average as it was last touched.
            verdicts.checkClose(what + " ewma", step.decimal("ewma"), picker.averageSeconds(server, touchedAt), 1e-9);
        }
    }

    private static long nanos(Fields step, String field) {
        return Math.round(step.decimal(field) * NANOS);
    }
}
