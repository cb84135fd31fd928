package org.netchestra.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.controller.ControllerSettings.Kind;
import org.netchestra.controller.Reading.State;
import org.netchestra.controller.WeightChange.Bound;
import org.netchestra.controller.WeightChange.Rule;

final class WeightControllerTest {

    private static final long MILLISECOND = 1_000_000;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldKeepTheSumAndTheFloorWhateverHappens(Kind kind) {
        for (long seed = 1; seed <= 100; seed++) {
            Random random = new Random(seed);
            Map<String, Integer> configured = randomWeights(random);
            WeightController controller = new WeightController(settings(kind, random), configured);
            for (int tick = 0; tick < 200; tick++) {
                if (random.nextInt(50) == 0) {
                    configured = randomWeights(random);
                    controller.reconfigure(configured);
                }
                int sum = sum(controller);
                controller.tick(tick, randomReadings(configured, random));
                assertThat(sum(controller)).as("seed %d, tick %d", seed, tick).isEqualTo(sum);
                assertThat(controller.weights().values()).as("seed %d", seed).allMatch(w -> w >= 1);
                assertThat(controller.weights().keySet()).containsExactlyElementsOf(positive(configured));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReachTheSameWeightsWhenItsReadingsAreReplayed(Kind kind) {
        Random random = new Random(99);
        Map<String, Integer> configured = Map.of("a", 1, "b", 2, "c", 3, "d", 4);
        WeightController first = new WeightController(ControllerSettings.of(kind), configured);
        WeightController second = new WeightController(ControllerSettings.of(kind), configured);
        for (int tick = 0; tick < 1000; tick++) {
            List<Reading> readings = randomReadings(configured, random);
            assertThat(second.tick(tick, readings)).isEqualTo(first.tick(tick, readings));
            assertThat(second.weights()).isEqualTo(first.weights());
        }
    }

    @Test
    void shouldStartWithTheAdministratorsSharesInPerCent() {
        assertThat(weights(Kind.PAPER, "a", 1, "b", 1, "c", 1)).containsValues(33, 33, 33);
        assertThat(weights(Kind.PAPER, "a", 50, "b", 150))
                .containsEntry("a", 25)
                .containsEntry("b", 75);
    }

    @Test
    void shouldProveEveryMove() {
        WeightController controller = controller(Kind.PAPER, "a", 1, "b", 1);
        List<WeightChange> changes = controller.tick(7, List.of(answered("a", 10, 20), answered("b", 30, 20)));
        assertThat(changes)
                .containsExactly(
                        new WeightChange(
                                7, "a", 50, 51, 20, 10 * MILLISECOND, 10 * MILLISECOND, Rule.FASTER, Bound.NONE),
                        new WeightChange(
                                7, "b", 50, 49, 20, 30 * MILLISECOND, 30 * MILLISECOND, Rule.SLOWER, Bound.NONE));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldNotMoveAServerThatDrainsOrStartsSlowly(Kind kind) {
        WeightController controller = controller(kind, "a", 1, "b", 1, "c", 1);
        for (int i = 0; i < 20; i++) {
            controller.tick(i, List.of(answered("a", 10, 50), answered("b", 20, 50), frozen("c", 900)));
        }
        assertThat(controller.weights()).containsEntry("c", 33);
        assertThat(controller.weights().get("a"))
                .isGreaterThan(controller.weights().get("b"));
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldLetAServerThatWasDownKeepItsWeightUpToTheAverage(Kind kind) {
        WeightController controller = controller(kind, "a", 8, "b", 1, "c", 1);
        Reading down = Reading.nothing("a", State.DOWN);
        for (int i = 0; i < 5; i++) {
            controller.tick(i, List.of(down, answered("b", 10, 50), answered("c", 10, 50)));
        }
        assertThat(controller.weights()).containsEntry("a", 80);
        List<WeightChange> changes =
                controller.tick(6, List.of(answered("a", 10, 50), answered("b", 10, 50), answered("c", 10, 50)));
        assertThat(controller.weights().get("a")).isBetween(32, 38);
        assertThat(changes).anyMatch(c -> c.server().equals("a") && c.rule() == Rule.COMEBACK);
    }

    @Test
    void shouldSeeAServerThatAnswersNothingAsSlow() {
        WeightController controller = controller(Kind.PAPER, "a", 1, "b", 1);
        Reading hanging = new Reading("b", State.ACTIVE, 0, 0, 0, 0, 12, 900 * MILLISECOND, 0);
        controller.tick(0, List.of(answered("a", 100, 20), hanging));
        assertThat(controller.weights()).containsEntry("b", 49);
    }

    @Test
    void shouldNotTakeYoungUnansweredWorkForFastAnswers() {
        WeightController controller = controller(Kind.PAPER, "a", 1, "b", 1);
        controller.tick(0, List.of(answered("a", 600, 20), answered("b", 3000, 20)));
        Reading young = new Reading("b", State.ACTIVE, 0, 0, 0, 0, 12, 10 * MILLISECOND, 0);
        controller.tick(1, List.of(answered("a", 600, 20), young));
        assertThat(controller.weights()).containsEntry("b", 48);
    }

    @Test
    void shouldUseAProbeWhereThereIsNoTraffic() {
        WeightController controller = controller(Kind.PAPER, "a", 1, "b", 1);
        Reading probed = new Reading("b", State.ACTIVE, 0, 0, 0, 0, 0, 0, 5 * MILLISECOND);
        controller.tick(0, List.of(answered("a", 100, 20), probed));
        assertThat(controller.weights()).containsEntry("b", 51);
    }

    @Test
    void shouldMoveNothingWithinTheDeadBand() {
        ControllerSettings settings = new ControllerSettings(Kind.PAPER, Duration.ofSeconds(1), 1, 2, 0.2, true);
        WeightController controller = new WeightController(settings, Map.of("a", 1, "b", 1));
        assertThat(controller.tick(0, List.of(answered("a", 100, 20), answered("b", 119, 20))))
                .isEmpty();
        assertThat(controller.tick(1, List.of(answered("a", 100, 20), answered("b", 121, 20))))
                .hasSize(2);
    }

    @Test
    void shouldMoveMoreTheWiderTheGapWhenAdaptive() {
        assertThat(moved(4)).isEqualTo(6);
        assertThat(moved(100)).isEqualTo(10);
        assertThat(moved(1.01)).isEqualTo(1);
    }

    @Test
    void shouldTryAServerAgainThatGetsNoWorkWhenAdaptive() {
        WeightController controller = controller(Kind.ADAPTIVE, "a", 1, "b", 1);
        for (int i = 0; i < 8; i++) {
            controller.tick(i, List.of(answered("a", 10, 50), answered("b", 40, 5)));
        }
        int low = controller.weights().get("b");
        Reading idle = Reading.nothing("b", State.ACTIVE);
        controller.tick(8, List.of(answered("a", 10, 50), idle));
        controller.tick(9, List.of(answered("a", 10, 50), idle));
        assertThat(controller.weights()).containsEntry("b", low);
        List<WeightChange> tried = controller.tick(10, List.of(answered("a", 10, 50), idle));
        assertThat(controller.weights()).containsEntry("b", low + 1);
        assertThat(tried).anyMatch(c -> c.server().equals("b") && c.rule() == Rule.AUDITION);
        for (int i = 11; i < 200; i++) {
            controller.tick(i, List.of(answered("a", 10, 50), idle));
        }
        assertThat(controller.weights()).as("no more than its share").containsEntry("b", 50);
    }

    private static int moved(double ratio) {
        WeightController controller = controller(Kind.ADAPTIVE, "a", 1, "b", 1);
        controller.tick(0, List.of(answered("a", 100, 20), answered("b", (long) (100 * ratio), 20)));
        return 50 - controller.weights().get("b");
    }

    @Test
    void shouldNotFloodAServerThatJoins() {
        for (Kind kind : Kind.values()) {
            WeightController controller = controller(kind, "a", 1, "b", 1);
            controller.reconfigure(configured("a", 1, "b", 1, "new", 10));
            assertThat(controller.weights().get("new")).isLessThanOrEqualTo(34);
        }
    }

    @Test
    void shouldKeepWhatItLearnedOfServersThatStay() {
        WeightController controller = controller(Kind.PAPER, "a", 1, "b", 1, "c", 1);
        for (int i = 0; i < 20; i++) {
            controller.tick(i, List.of(answered("a", 10, 9), answered("b", 20, 9), answered("c", 30, 9)));
        }
        assertThat(controller.weights()).containsEntry("a", 53).containsEntry("c", 13);
        controller.reconfigure(configured("a", 1, "c", 1));
        assertThat(controller.weights()).containsEntry("a", 80).containsEntry("c", 20);
    }

    private static ControllerSettings settings(Kind kind, Random random) {
        return new ControllerSettings(
                kind,
                Duration.ofMillis(100 + random.nextInt(2000)),
                1 + random.nextInt(2),
                1 + random.nextInt(3),
                random.nextDouble() / 5,
                random.nextBoolean());
    }

    private static Map<String, Integer> randomWeights(Random random) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        int servers = 1 + random.nextInt(15);
        for (int i = 0; i < servers; i++) {
            weights.put("s" + random.nextInt(20), random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(100));
        }
        return weights;
    }

    private static List<Reading> randomReadings(Map<String, Integer> configured, Random random) {
        List<Reading> readings = new ArrayList<>();
        for (String server : configured.keySet()) {
            if (random.nextInt(20) > 0) {
                readings.add(randomReading(server, random));
            }
        }
        return readings;
    }

    private static Reading randomReading(String server, Random random) {
        State state = random.nextInt(5) > 0 ? State.ACTIVE : State.values()[random.nextInt(3)];
        long samples = random.nextBoolean() ? random.nextInt(4) : random.nextInt(500);
        long mean = samples == 0 ? 0 : 1 + (long) (Math.exp(random.nextGaussian() * 2) * 20 * MILLISECOND);
        int inFlight = random.nextInt(4);
        long silent = inFlight == 0 ? 0 : (long) (random.nextDouble() * 3e9);
        long probe = random.nextInt(4) == 0 ? 1 + random.nextInt(1_000_000_000) : 0;
        return new Reading(server, state, samples, mean, mean * 2 / 3, mean * 3, inFlight, silent, probe);
    }

    private static Reading answered(String server, long millis, long samples) {
        long nanos = millis * MILLISECOND;
        return new Reading(server, State.ACTIVE, samples, nanos, nanos, nanos, 1, 0, 0);
    }

    private static Reading frozen(String server, long millis) {
        long nanos = millis * MILLISECOND;
        return new Reading(server, State.FROZEN, 10, nanos, nanos, nanos, 1, 0, 0);
    }

    private static WeightController controller(Kind kind, Object... weights) {
        return new WeightController(ControllerSettings.of(kind), configured(weights));
    }

    private static Map<String, Integer> weights(Kind kind, Object... weights) {
        return controller(kind, weights).weights();
    }

    private static Map<String, Integer> configured(Object... weights) {
        Map<String, Integer> map = new LinkedHashMap<>();
        for (int i = 0; i < weights.length; i += 2) {
            map.put((String) weights[i], (Integer) weights[i + 1]);
        }
        return map;
    }

    private static List<String> positive(Map<String, Integer> configured) {
        return configured.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int sum(WeightController controller) {
        return controller.weights().values().stream().mapToInt(w -> w).sum();
    }
}
