package org.netchestra.experiments.paper001;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Paper 001's table 3 in virtual time, with the policy and controller of the appliance. */
final class WeightsSimulationTest {

    @Test
    void shouldSettleWhereThePaperDid() {
        WeightSeries weights = WeightsExperiment.simulated();
        assertThat(weights.at("n0", 0)).isBetween(33.0, 34.0);
        assertThat(weights.at("n0", 10)).isBetween(40.0, 45.0);
        int[] paper = WeightsExperiment.PAPER[WeightsExperiment.PAPER.length - 1];
        List<String> servers = WeightsExperiment.SERVERS;
        for (int server = 0; server < servers.size(); server++) {
            double mean = weights.mean(servers.get(server), WeightsExperiment.SETTLED, WeightsExperiment.SECONDS);
            assertThat(mean)
                    .as(servers.get(server))
                    .isBetween(
                            paper[server] - WeightsExperiment.ALLOWED_POINTS,
                            paper[server] + WeightsExperiment.ALLOWED_POINTS);
        }
    }

    @Test
    void shouldDrawWhatItHasSeen() {
        WeightSeries weights = WeightsExperiment.simulated();
        String svg = new LinePlot("a & b", 80, 80)
                .curve("n0", 0, "", weights.points("n0", 80))
                .svg();
        assertThat(svg).startsWith("<svg").contains("<polyline", "a &amp; b").endsWith("</svg>\n");
    }
}
