package org.netchestra.experiments.paper001;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tables 4 and 5 in virtual time: the same figures every time. */
final class ThroughputTableTest {

    @Test
    void shouldShowWhatThePaperShows() {
        ThroughputTable table = new ThroughputTable(MethodCosts.FITTED, List.of());

        assertThat(table.claims()).hasSize(6).allMatch(FailsafeClaim::holds);
        assertThat(table.text().lines()).hasSize(2 + ThroughputTrial.MOST_CLIENTS);
        assertThat(table.plot().svg()).contains("broadcast, simulated", "8 clients");
    }

    @Test
    void shouldFailAClaimThatTheApplianceDoesNotKeep() {
        List<Double> slower = List.of(200.0, 300.0, 400.0, 500.0, 600.0, 650.0, 640.0);

        assertThat(new ThroughputTable(MethodCosts.FITTED, slower).claims()).anyMatch(claim -> !claim.holds());
    }

    @Test
    void shouldLoseAThirdOnlyWhereNobodyKnowsOfTheFailure() {
        var dns = MethodSimulation.withOneFailed(DispatchMethod.ROUND_ROBIN_DNS, MethodCosts.FITTED, 6, 20);
        var dispatcher = MethodSimulation.withOneFailed(DispatchMethod.DISPATCHER, MethodCosts.FITTED, 6, 20);

        assertThat(dns.lostPart()).isBetween(0.3, 0.37);
        assertThat(dispatcher.lostPart()).isZero();
        assertThat(dispatcher.perSecond())
                .isLessThan(MethodSimulation.healthy(DispatchMethod.DISPATCHER, MethodCosts.FITTED, 6, 20)
                        .perSecond());
    }
}
