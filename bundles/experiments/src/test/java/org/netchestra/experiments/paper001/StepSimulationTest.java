package org.netchestra.experiments.paper001;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The step test in virtual time: the same figures every time. */
final class StepSimulationTest {

    private final StepMeasure leastConnections = simulated(Contestant.REFERENCE);

    @Test
    void proportionalControlShouldKeepWhatIsAskedOfAController() {
        StepMeasure pi = simulated("pi");
        assertThat(pi.converged()).isLessThan(StepMeasure.CONVERGED_SECONDS);
        assertThat(pi.overshoot()).isLessThan(StepMeasure.OVERSHOOT_POINTS);
        assertThat(pi.recovered()).isLessThan(StepMeasure.RECOVERED_SECONDS);
        assertThat(pi.firstMillis())
                .isLessThanOrEqualTo(StepMeasure.OF_LEAST_CONNECTIONS * leastConnections.firstMillis());
        assertThat(pi.holds(leastConnections)).isTrue();
    }

    @Test
    void shouldSeeTheStepInWhatHasNoController() {
        assertThat(leastConnections.firstMillis()).isGreaterThan(leastConnections.healthyMillis());
        assertThat(leastConnections.finalShare()).isBetween(5.0, 25.0);
        assertThat(leastConnections.recovered()).isNaN();
    }

    private static StepMeasure simulated(String name) {
        Contestant contestant = Contestant.ALL.stream()
                .filter(one -> one.name().equals(name))
                .findFirst()
                .orElseThrow();
        return StepSimulation.of(contestant, StepPlan.USUAL);
    }
}
