package org.netchestra.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The vectors of the definition: the paper's rule step by step, its ratios and sequences. */
final class PaperVectorsTest {

    private static final SharingServer[] NO_SERVERS = {};

    @Test
    void shouldMoveWeightsAsTheVectorsDo() throws IOException {
        JsonNode controller = vectors().get("controller");
        WeightTable table = WeightTable.exactly(weights(controller.get("start")), 1);
        PaperRule rule = new PaperRule(1, 0, false);
        rule.rearranged(IntStream.range(0, table.size()).map(i -> -1).toArray());
        assertThat(table.floor()).isEqualTo(controller.get("floor").asInt());
        assertThat(controller.get("steps")).hasSize(6);
        for (JsonNode step : controller.get("steps")) {
            Map<String, Integer> before = table.asMap();
            rule.move(table, readings(step.get("resp")), 1);
            assertThat(table.asMap()).as(step.toString()).isEqualTo(weights(step.get("weights")));
            assertThat(moved(before, table.asMap())).as(step.toString()).isEqualTo(expectedMove(step.get("moved")));
        }
    }

    @Test
    void shouldDealByTheRatiosAndSequencesOfTheVectors() throws IOException {
        JsonNode ratios = vectors().get("ratio");
        assertThat(ratios).hasSize(8);
        for (JsonNode vector : ratios) {
            List<String> names = new ArrayList<>(weights(vector.get("weights")).keySet());
            int[] weights = values(vector.get("weights"));
            assertThat(DispatchRatio.of(weights)).as(vector.toString()).isEqualTo(values(vector.get("ratio")));
            assertThat(sequence(Dealer.blocks(), names, weights))
                    .isEqualTo(vector.get("paper_sequence").asText());
            assertThat(sequence(Dealer.smooth(), names, weights))
                    .isEqualTo(vector.get("smooth_sequence").asText());
        }
    }

    private static String sequence(Dealer dealer, List<String> names, int[] weights) {
        return IntStream.range(0, 8)
                .mapToObj(i -> names.get(dealer.next(weights, NO_SERVERS)))
                .collect(Collectors.joining(","));
    }

    private static List<Reading> readings(JsonNode responses) {
        List<Reading> readings = new ArrayList<>();
        responses.fields().forEachRemaining(e -> {
            long nanos = e.getValue().isNull() ? 0 : e.getValue().asLong() * 1_000_000;
            long samples = nanos == 0 ? 0 : 5;
            readings.add(new Reading(e.getKey(), Reading.State.ACTIVE, samples, nanos, nanos, nanos, 0, 0, 0));
        });
        return readings;
    }

    private static List<String> moved(Map<String, Integer> before, Map<String, Integer> after) {
        List<String> moved = new ArrayList<>();
        before.forEach((name, weight) -> {
            if (after.get(name) < weight) {
                moved.add(0, name);
            } else if (after.get(name) > weight) {
                moved.add(name);
            }
        });
        return moved;
    }

    private static List<String> expectedMove(JsonNode moved) {
        List<String> names = new ArrayList<>();
        moved.forEach(name -> names.add(name.asText()));
        return names;
    }

    private static Map<String, Integer> weights(JsonNode node) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        node.fields().forEachRemaining(e -> weights.put(e.getKey(), e.getValue().asInt()));
        return weights;
    }

    private static int[] values(JsonNode node) {
        return weights(node).values().stream().mapToInt(i -> i).toArray();
    }

    private static JsonNode vectors() throws IOException {
        try (InputStream in = PaperVectorsTest.class.getResourceAsStream("netchestra.json")) {
            return new ObjectMapper().readTree(in);
        }
    }
}
