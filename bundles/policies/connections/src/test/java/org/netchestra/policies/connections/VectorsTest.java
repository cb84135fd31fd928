package org.netchestra.policies.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.conformance.ProbeOutcome;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.policies.connections.osgi.FailoverPolicy;
import org.netchestra.policies.connections.osgi.LeastConnectionPolicy;
import org.netchestra.policies.connections.osgi.NeverQueuePolicy;
import org.netchestra.policies.connections.osgi.OverflowPolicy;
import org.netchestra.policies.connections.osgi.PeakEwmaPolicy;
import org.netchestra.policies.connections.osgi.ShortestDelayPolicy;
import org.netchestra.policies.connections.osgi.WeightedLeastConnectionPolicy;

/** The published vectors, through the policies as the appliance uses them. */
class VectorsTest {

    private static final Map<String, BalancingPolicy> POLICIES = Map.of(
            "lc", new LeastConnectionPolicy(),
            "wlc", new WeightedLeastConnectionPolicy(),
            "sed", new ShortestDelayPolicy(),
            "nq", new NeverQueuePolicy(),
            "fo", new FailoverPolicy(),
            "ovf", new OverflowPolicy());

    @TestFactory
    Stream<DynamicTest> shouldPickTheLeastLoadedAsTheVectorsSay() throws IOException {
        return cases(read("least.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    ProbePool pool = new ProbePool();
                    vector.get("dests").forEach(server -> add(pool, server));
                    POLICIES.forEach((name, policy) -> assertThat(pick(policy, PolicyOptions.none(), pool))
                            .as(name)
                            .isEqualTo(nameIn(vector, name)));
                    assertThat(pick(POLICIES.get("wlc"), new PolicyOptions(Map.of("overhead", "total")), pool))
                            .isEqualTo(nameIn(vector, "wlc_total"));
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldDealOpenConnectionsAsTheVectorsSay() throws IOException {
        return cases(read("least_sequences.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    ProbePool pool = ProbePool.ofWeights(ints(vector.get("weights")));
                    Picker picker = POLICIES.get(vector.get("policy").asText())
                            .newPicker(pool.snapshot(), PolicyOptions.none());
                    String expected = vector.get("picks").asText();
                    StringBuilder picks = new StringBuilder();
                    for (int pick = 0; pick < expected.length(); pick++) {
                        RealServer server = picker.pick(new ProbeRequest());
                        picks.append(server == null ? "-" : server.name());
                        if (server != null) {
                            ((ProbeServer) server).addInFlight(1);
                        }
                    }
                    assertThat(picks.toString()).isEqualTo(expected);
                }));
    }

    @TestFactory
    Stream<DynamicTest> shouldChooseOfTwoAsTheVectorsSay() throws IOException {
        return cases(read("twos.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    ProbePool pool = ProbePool.ofWeights(ints(vector.get("weights")));
                    int[] active = ints(vector.get("active"));
                    for (int index = 0; index < active.length; index++) {
                        pool.server(index).inFlight(active[index]);
                    }
                    PrimitiveIterator.OfInt fallen =
                            List.of(
                                            vector.get("rnd").get(0).asInt(),
                                            vector.get("rnd").get(1).asInt())
                                    .stream()
                                    .mapToInt(Integer::intValue)
                                    .iterator();
                    Picker picker = new TwosPicker(pool.snapshot(), bound -> fallen.nextInt());
                    assertThat(picker.pick(new ProbeRequest()).name())
                            .isEqualTo(vector.get("pick").asText());
                }));
    }

    @Test
    void shouldAverageAndCostAsThePeakEwmaVectorSays() throws IOException {
        JsonNode vector = read("peak_ewma.json");
        ProbePool pool = new ProbePool().add("a", 1).add("b", 1);
        PeakEwmaPicker picker = (PeakEwmaPicker) new PeakEwmaPolicy()
                .newPicker(
                        pool.snapshot(),
                        new PolicyOptions(Map.of("tau", vector.get("tau_s").asText())));
        for (JsonNode step : vector.get("steps")) {
            ProbeServer server = pool.server(step.get("server").asText());
            ProbeRequest request = new ProbeRequest().nowNanos(nanos(step.get("now")));
            switch (step.get("op").asText()) {
                case "start" -> server.addInFlight(1);
                case "done", "done2" -> {
                    server.inFlight(0);
                    picker.onOutcome(ProbeOutcome.reply(server, nanos(step.get("rtt")), nanos(step.get("now"))));
                }
                default -> {
                    picker.pick(request);
                    double cost = picker.score(pool.member(pool.indexOf(server.name())), request);
                    assertThat(cost)
                            .as("%s", step)
                            .isCloseTo(step.get("cost").asDouble(), within(Math.max(1e-9, cost * 1e-8)));
                }
            }
            assertThat(picker.averageSeconds(server, nanos(step.get("now"))))
                    .as("%s", step)
                    .isCloseTo(step.get("ewma").asDouble(), within(1e-9));
        }
    }

    private static void add(ProbePool pool, JsonNode server) {
        String name = server.get("name").asText();
        pool.add(name, server.get("weight").asInt());
        pool.server(name)
                .inFlight(server.get("active").asInt())
                .idleConnections(server.get("inactive").asInt());
    }

    private static String pick(BalancingPolicy policy, PolicyOptions options, ProbePool pool) {
        RealServer picked = policy.newPicker(pool.snapshot(), options).pick(new ProbeRequest());
        return picked == null ? null : picked.name();
    }

    private static String nameIn(JsonNode vector, String field) {
        return vector.get(field).isNull() ? null : vector.get(field).asText();
    }

    private static long nanos(JsonNode seconds) {
        return Math.round(seconds.asDouble() * 1e9);
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
}
