package org.netchestra.policies.locality;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.policies.locality.osgi.LardPolicy;
import org.netchestra.policies.locality.osgi.LblcPolicy;
import org.netchestra.policies.locality.osgi.LblcrPolicy;
import org.netchestra.policies.locality.osgi.ReplicatedLardPolicy;

/** The published vectors, through the policies as the appliance uses them. */
class VectorsTest {

    private final JsonNode lard = read("lard.json");

    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void shouldAssignAsTheLblcVectorsSay(int number) {
        JsonNode vector = read("lblc_lblcr.json").get(number);
        ProbePool pool = ProbePool.ofWeights(2, 2, 2);
        PolicyOptions options = vector.has("expire_s")
                ? new PolicyOptions(Map.of("expire", vector.get("expire_s").asText()))
                : PolicyOptions.none();
        LocalityPicker picker = (LocalityPicker)
                (vector.get("policy").asText().equals("lblc")
                        ? new LblcPolicy().newPicker(pool.snapshot(), options)
                        : new LblcrPolicy().newPicker(pool.snapshot(), options));
        for (JsonNode step : vector.get("steps")) {
            JsonNode active = step.get("set_active");
            if (!active.isNull()) {
                pool.server(active.get(0).asText()).inFlight(active.get(1).asInt());
            }
            expect(picker, step, step.get("key").asText());
        }
    }

    @Test
    void shouldAssignAsTheLardVectorSays() {
        ProbePool pool = new ProbePool().add("n1", 1).add("n2", 1).add("n3", 1);
        LocalityPicker picker = (LocalityPicker) new LardPolicy().newPicker(pool.snapshot(), PolicyOptions.none());
        for (JsonNode step : lard.get("lard")) {
            load(pool, step);
            expect(picker, step, step.get("target").asText());
        }
    }

    @Test
    void shouldReplicateAsTheLardVectorSays() {
        ProbePool pool = new ProbePool().add("n1", 1).add("n2", 1).add("n3", 1);
        LocalityPicker picker =
                (LocalityPicker) new ReplicatedLardPolicy().newPicker(pool.snapshot(), PolicyOptions.none());
        for (JsonNode step : lard.get("lardr")) {
            load(pool, step);
            expect(picker, step, "/x");
        }
    }

    @Test
    void shouldLimitAdmissionAsTheVectorSays() {
        LardThresholds thresholds = new LardThresholds(25, 65);
        lard.get("S").fields().forEachRemaining(entry -> {
            int servers = Integer.parseInt(entry.getKey());
            if (entry.getValue().isNull()) {
                assertThat(thresholds.admissionLimit(servers)).isEmpty();
            } else {
                assertThat(thresholds.admissionLimit(servers))
                        .hasValue(entry.getValue().asInt());
            }
        });
    }

    @Test
    void shouldCostAsTheExtendedLardVectorSays() {
        for (JsonNode vector : lard.get("cost")) {
            double expected = vector.get("cost").isNull()
                    ? Double.POSITIVE_INFINITY
                    : vector.get("cost").asDouble();
            assertThat(ExtendedLard.cost(
                            vector.get("load").asInt(), vector.get("mapped").asBoolean()))
                    .as("%s", vector)
                    .isEqualTo(expected);
        }
    }

    @Test
    void shouldReadATaggedRequestAsTheVectorSays() {
        JsonNode vector = lard.get("tagged");
        TaggedRequest tagged = TaggedRequest.parse(vector.get(0).asText());
        assertThat(tagged.address()).isEqualTo(vector.get(1).get(0).asText());
        assertThat(tagged.target()).isEqualTo(vector.get(1).get(1).asText());
        assertThat(tagged).hasToString(vector.get(0).asText());
        assertThat(TaggedRequest.parse("/index.html")).isNull();
    }

    private static void load(ProbePool pool, JsonNode step) {
        step.get("set_load")
                .fields()
                .forEachRemaining(load ->
                        pool.server(load.getKey()).inFlight(load.getValue().asInt()));
    }

    private static void expect(LocalityPicker picker, JsonNode step, String key) {
        ProbeRequest request = new ProbeRequest().key(key);
        if (step.has("t")) {
            request.nowNanos(step.get("t").asLong() * 1_000_000_000L);
        }
        assertThat(picker.pick(request).name())
                .as("%s", step)
                .isEqualTo(step.get("pick").asText());
        if (step.has("set")) {
            List<String> names =
                    picker.assigned(request).stream().map(RealServer::name).toList();
            assertThat(names)
                    .as("%s", step)
                    .isEqualTo(StreamSupport.stream(step.get("set").spliterator(), false)
                            .map(JsonNode::asText)
                            .toList());
        }
    }

    private static JsonNode read(String file) {
        try {
            return new ObjectMapper().readTree(VectorsTest.class.getResource("/vectors/" + file));
        } catch (IOException e) {
            throw new IllegalStateException(file, e);
        }
    }
}
