package org.netchestra.policies.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.policies.rotation.osgi.RatioPolicy;
import org.netchestra.policies.rotation.osgi.RoundRobinPolicy;
import org.netchestra.policies.rotation.osgi.SmoothWeightedRoundRobinPolicy;
import org.netchestra.policies.rotation.osgi.WeightedRoundRobinPolicy;

/** The published vectors, through the policies as the appliance uses them. */
class VectorsTest {

    private static final Map<String, BalancingPolicy> POLICIES = Map.of(
            "rr", new RoundRobinPolicy(),
            "wrr", new WeightedRoundRobinPolicy(),
            "smooth-wrr", new SmoothWeightedRoundRobinPolicy());

    @TestFactory
    Stream<DynamicTest> shouldPickAsTheRotationVectorsSay() throws IOException {
        return cases(read("rr_wrr.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    PickScript script = new PickScript(
                            POLICIES.get(vector.get("policy").asText()),
                            ProbePool.ofWeights(ints(vector.get("weights"))));
                    if (vector.has("script")) {
                        assertThat(script.run(vector.get("script").asText())).isEqualTo(texts(vector.get("picks")));
                    } else {
                        String picks = vector.get("picks").asText();
                        assertThat(script.picks(picks.length())).isEqualTo(picks);
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldDealThePapersRatio() throws IOException {
        return cases(read("netchestra.json").get("ratio"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    ProbePool pool = new ProbePool();
                    vector.get("weights")
                            .fields()
                            .forEachRemaining(field ->
                                    pool.add(field.getKey(), field.getValue().asInt()));
                    assertThat(BlockSequencePicker.ratio(ints(vector.get("weights"))))
                            .isEqualTo(ints(vector.get("ratio")));
                    assertThat(sequence(pool, "paper"))
                            .isEqualTo(vector.get("paper_sequence").asText());
                    assertThat(sequence(pool, "smooth"))
                            .isEqualTo(vector.get("smooth_sequence").asText());
                }));
    }

    private static String sequence(ProbePool pool, String sequence) {
        Picker picker = new RatioPolicy().newPicker(pool.snapshot(), new PolicyOptions(Map.of("sequence", sequence)));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            names.add(picker.pick(new ProbeRequest()).name());
        }
        return String.join(",", names);
    }

    private static JsonNode read(String file) throws IOException {
        return new ObjectMapper().readTree(VectorsTest.class.getResource("/vectors/" + file));
    }

    private static Stream<JsonNode> cases(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }

    private static int[] ints(JsonNode values) {
        return cases(values).mapToInt(JsonNode::asInt).toArray();
    }

    private static List<String> texts(JsonNode array) {
        return cases(array).map(JsonNode::asText).toList();
    }
}
