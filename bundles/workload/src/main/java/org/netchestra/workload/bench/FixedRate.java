package org.netchestra.workload.bench;

import java.time.Duration;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** This project's generator at a fixed rate: the response time counts from the moment a request was due. */
final class FixedRate implements LoadTool {
    private final double ratePerSecond;

    /** At this rate; 0 is as many as the replies allow, to find out what saturates. */
    FixedRate(double ratePerSecond) {
        this.ratePerSecond = ratePerSecond;
    }

    @Override
    public Measurement run(Scenario scenario, int port, int seconds) {
        LoadFigures figures = Generator.run(LoadPlan.toPort(port)
                .targets(new Target(
                        scenario.method(), scenario.path(), 1, scenario.body(), 200, scenario.replyBytes(), false))
                .connections(scenario.connections())
                .connectionPerRequest(scenario.close())
                .ratePerSecond(ratePerSecond)
                .duration(Duration.ofSeconds(seconds)));
        return new Measurement(
                figures.succeeded(),
                figures.failed(),
                figures.nanos() / 1e9,
                figures.replyBytes(),
                figures.quantileMillis(0.5),
                figures.quantileMillis(0.99),
                figures.quantileMillis(0.999));
    }
}
