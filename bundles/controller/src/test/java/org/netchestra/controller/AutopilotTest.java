package org.netchestra.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.Quantiles;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.core.config.ConfigurationText;
import org.netchestra.core.config.ControllerSpec;

final class AutopilotTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MILLI = 1_000_000L;

    private final Autopilot autopilot = new Autopilot(
            ControllerSpec.read(new ConfigurationText(Map.of("controller", "paper"))), "swrr", status(0, 0, 0), 0);

    @Test
    void shouldMoveFromTheSlowestToTheFastestEverySecond() {
        int sum = sum(autopilot.weights());
        autopilot.tick(status(1, 1, 1), 0, 1);
        for (int i = 0; i < 50; i++) {
            autopilot.answered("s1", 2 * MILLI, SECOND / 2);
            autopilot.answered("s2", 5 * MILLI, SECOND / 2);
            autopilot.answered("s3", 90 * MILLI, SECOND / 2);
        }

        Autopilot.Period period = autopilot.tick(status(1, 1, 1), 1000, SECOND);

        assertThat(period).isNotNull();
        assertThat(sum(period.weights())).isEqualTo(sum);
        assertThat(period.weights().get("s1")).isEqualTo(period.weights().get("s3") + 2);
        assertThat(autopilot.recent())
                .extracting(WeightChange::server, WeightChange::rule)
                .contains(tuple("s3", WeightChange.Rule.SLOWER), tuple("s1", WeightChange.Rule.FASTER));
        assertThat(autopilot.recent()).allSatisfy(c -> assertThat(c.samples()).isEqualTo(50));
    }

    @Test
    void shouldWaitForTheEndOfThePeriod() {
        assertThat(autopilot.tick(status(0, 0, 0), 500, SECOND / 2)).isNull();
        assertThat(autopilot.tick(status(0, 0, 0), 1000, SECOND)).isNotNull();
        assertThat(autopilot.tick(status(0, 0, 0), 1200, SECOND + SECOND / 5)).isNull();
    }

    @Test
    void shouldTakeAServerThatDoesNotAnswerAsSlow() {
        autopilot.tick(status(1, 1, 1), 0, 1);
        autopilot.tick(status(1, 1, 4), 1000, SECOND);
        for (int i = 0; i < 20; i++) {
            autopilot.answered("s1", 2 * MILLI, SECOND + 1);
            autopilot.answered("s2", 3 * MILLI, SECOND + 1);
        }

        autopilot.tick(status(1, 1, 4), 2000, 2 * SECOND);

        assertThat(autopilot.recent())
                .anySatisfy(c -> assertThat(c.server() + c.rule()).isEqualTo("s3SLOWER"));
    }

    @Test
    void shouldWriteWhatCanBeReplayedToTheSameWeights() {
        List<String> lines = new ArrayList<>(autopilot.header());
        autopilot.tick(status(1, 1, 1), 0, 1);
        for (int second = 1; second <= 20; second++) {
            for (int i = 0; i < 10; i++) {
                autopilot.answered("s1", 2 * MILLI, second * SECOND - 1);
                autopilot.answered("s2", (5 + i) * MILLI, second * SECOND - 1);
                autopilot.answered("s3", 30 * MILLI, second * SECOND - 1);
            }
            lines.addAll(autopilot
                    .tick(status(1, 1, 1), second * 1000L, second * SECOND)
                    .lines());
        }

        WeightReplay replay = new WeightReplay();
        lines.forEach(replay::line);
        replay.end();
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.periods()).isGreaterThanOrEqualTo(19);
        assertThat(replay.weights()).isEqualTo(autopilot.weights());
    }

    @Test
    void shouldTellWhichServersNobodyAsked() {
        autopilot.tick(status(0, 0, 0), 0, 1);
        answered("s1", 5, 10);
        answered("s2", 5, 20);
        assertThat(period(0, 0, 0, 1).unheard()).as("no answer, and owes none").containsExactly("s3");
        assertThat(period(0, 0, 1, 2).unheard()).as("s3 owes one").containsExactly("s1", "s2");
    }

    @Test
    void shouldMoveByAProbeInTheAbsenceOfTraffic() {
        autopilot.tick(status(0, 0, 0), 0, 1);
        answered("s1", 5, 10);
        answered("s2", 5, 10);
        autopilot.probed("s3", 400 * MILLI);
        assertThat(period(0, 0, 0, 1).unheard()).containsExactly("s3");
        assertThat(autopilot.recent()).anyMatch(change -> change.server().equals("s3") && change.newWeight() < 33);
        int weight = autopilot.weights().get("s3");
        answered("s1", 5, 10);
        answered("s2", 5, 10);
        period(0, 0, 0, 2);
        assertThat(autopilot.weights().get("s3"))
                .as("an old probe tells nothing")
                .isEqualTo(weight);
    }

    private void answered(String server, int times, long millis) {
        for (int time = 0; time < times; time++) {
            autopilot.answered(server, millis * MILLI, 1);
        }
    }

    private Autopilot.Period period(int first, int second, int third, long seconds) {
        Autopilot.Period period = autopilot.tick(status(first, second, third), seconds * 1000, seconds * SECOND);
        assertThat(period).isNotNull();
        return period;
    }

    private static int sum(Map<String, Integer> weights) {
        return weights.values().stream().mapToInt(w -> w).sum();
    }

    private static List<ServerStatus> status(int... inFlight) {
        List<ServerStatus> servers = new ArrayList<>();
        for (int i = 0; i < inFlight.length; i++) {
            servers.add(server("s" + (i + 1), inFlight[i]));
        }
        return servers;
    }

    private static ServerStatus server(String name, int inFlight) {
        return new ServerStatus(
                name,
                new ServerAddress("127.0.0.1", 81),
                1,
                1,
                100,
                new StateChange<>(AdminState.READY, Instant.EPOCH, "test", ""),
                new StateChange<>(OperationalState.UP, Instant.EPOCH, "test", ""),
                EffectiveState.UP,
                0,
                0,
                traffic(inFlight));
    }

    private static TrafficStatistics traffic(int inFlight) {
        return new TrafficStatistics(inFlight, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, Quantiles.NONE);
    }
}
