package org.netchestra.experiments.paper001;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.ClusterChange;
import org.netchestra.simulation.PolicyChoice;
import org.netchestra.simulation.RunResult;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.ServiceModel;
import org.netchestra.simulation.SimulatedController;
import org.netchestra.simulation.SyntheticTraces;
import org.netchestra.simulation.TraceRun;

/** The step test in virtual time: the same policies, controllers, sizes and rate as on real servers. */
final class StepSimulation {

    private static final int SERVERS = 3;

    private StepSimulation() {}

    static StepMeasure of(Contestant contestant, StepPlan plan) {
        List<ServerModel> models = IntStream.range(0, SERVERS)
                .mapToObj(server -> new ServerModel("n" + server, 1, 1, true, 1, 0))
                .toList();
        PolicyChoice policy = new PolicyChoice(DeclaredPolicies.catalog(), contestant.policy());
        TraceRun run = new TraceRun(contestant.name(), policy, models, List.of(), new ServiceModel(0, 0, 0));
        SimulatedController controller = controller(contestant);
        if (controller != null) {
            run.controlledBy(controller);
        }
        long[] work = StepPlan.workMicros().stream()
                .mapToLong(micros -> micros * 1_000)
                .toArray();
        RunResult result = run.run(
                SyntheticTraces.fixedRate(StepPlan.RATE, work, (int) (StepPlan.RATE * plan.end())),
                List.of(slow(plan.step(), 100.0 / StepPlan.SLOW_PERCENT), slow(plan.back(), 1)));
        WeightSeries weights = controller == null ? null : WeightSeries.simulated(controller);
        return new StepMeasure(plan, result.answers(), weights, 0);
    }

    private static @Nullable SimulatedController controller(Contestant contestant) {
        String rule = contestant.rule();
        return rule == null ? null : new SimulatedController(Map.of("controller", rule), contestant.policy());
    }

    private static ClusterChange slow(double seconds, double factor) {
        return new ClusterChange((long) (seconds * 1e9), ClusterChange.Kind.SLOW, StepPlan.SLOWED, factor);
    }
}
