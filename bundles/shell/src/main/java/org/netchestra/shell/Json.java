package org.netchestra.shell;

import static javax.json.Json.createArrayBuilder;
import static javax.json.Json.createObjectBuilder;
import static javax.json.Json.createWriterFactory;

import java.io.PrintStream;
import java.io.StringWriter;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.json.JsonArray;
import javax.json.JsonArrayBuilder;
import javax.json.JsonObject;
import javax.json.JsonObjectBuilder;
import javax.json.JsonStructure;
import javax.json.JsonValue;
import javax.json.JsonWriter;
import javax.json.stream.JsonGenerator;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.StateChange;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.Quantiles;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.TrafficStatistics;
import org.netchestra.api.control.VirtualServerStatus;
import org.netchestra.api.event.ClusterEvent;

/**
 * The JSON that scripts read. Names and meanings are a contract: fields are added, never renamed. Times are ISO 8601 in
 * UTC, durations whole nanoseconds, an absent text is null.
 */
final class Json {

    private Json() {}

    /** Indented, with a line's end behind it. */
    static void print(JsonStructure structure, PrintStream out) {
        StringWriter text = new StringWriter();
        try (JsonWriter writer =
                createWriterFactory(Map.of(JsonGenerator.PRETTY_PRINTING, true)).createWriter(text)) {
            writer.write(structure);
        }
        out.println(text.toString().strip());
    }

    static <T> JsonArray array(Collection<T> elements, Function<T, ? extends JsonValue> conversion) {
        JsonArrayBuilder array = createArrayBuilder();
        elements.forEach(element -> array.add(conversion.apply(element)));
        return array.build();
    }

    static JsonValue text(@Nullable String text) {
        return text == null ? JsonValue.NULL : javax.json.Json.createValue(text);
    }

    static JsonObject texts(Map<String, String> texts) {
        JsonObjectBuilder object = createObjectBuilder();
        new TreeMap<>(texts).forEach(object::add);
        return object.build();
    }

    private static JsonObject numbers(Map<String, Long> numbers) {
        JsonObjectBuilder object = createObjectBuilder();
        new TreeMap<>(numbers).forEach(object::add);
        return object.build();
    }

    static JsonObject of(DispatcherStatus dispatcher) {
        return createObjectBuilder()
                .add("version", dispatcher.version())
                .add("transport", dispatcher.transport())
                .add("eventLoops", dispatcher.eventLoops())
                .add("startedAt", dispatcher.startedAt().toString())
                .add("connections", dispatcher.connections())
                .add("acceptedConnections", dispatcher.acceptedConnections())
                .add("traffic", of(dispatcher.traffic()))
                .build();
    }

    static JsonObject of(VirtualServerStatus virtualServer) {
        return createObjectBuilder()
                .add("name", virtualServer.name())
                .add("state", virtualServer.state().name())
                .add("listen", virtualServer.listen().toString())
                .add("protocol", virtualServer.protocol())
                .add("splice", text(virtualServer.splice()))
                .add("policy", virtualServer.policy())
                .add("policyGeneration", virtualServer.policyGeneration())
                .add("policyNote", text(virtualServer.policyNote()))
                .add("configurationProblem", text(virtualServer.configurationProblem()))
                .add("revision", virtualServer.revision())
                .add("connections", virtualServer.connections())
                .add("queued", virtualServer.queued())
                .add("refusals", numbers(virtualServer.refusals()))
                .add("configuration", texts(virtualServer.configuration()))
                .add("traffic", of(virtualServer.traffic()))
                .add("servers", array(virtualServer.servers(), server -> of(virtualServer.name(), server)))
                .build();
    }

    static JsonObject of(String virtualServer, ServerStatus server) {
        return createObjectBuilder()
                .add("virtualServer", virtualServer)
                .add("name", server.name())
                .add("address", server.address().toString())
                .add("state", server.effective().name())
                .add("admin", of(server.admin()))
                .add("operational", of(server.operational()))
                .add("weight", server.weight())
                .add("configuredWeight", server.configuredWeight())
                .add("rampPercent", server.rampPercent())
                .add("idleConnections", server.idleConnections())
                .add("averageResponseNanos", server.averageResponseNanos())
                .add("traffic", of(server.traffic()))
                .build();
    }

    static JsonObject of(PolicyStatus policy) {
        return createObjectBuilder()
                .add("name", policy.name())
                .add("origin", policy.origin())
                .add("present", policy.present())
                .add("state", policy.state().name())
                .add("note", policy.note())
                .add("usedBy", array(policy.usedBy(), Json::text))
                .build();
    }

    static JsonObject of(ClusterEvent event) {
        return createObjectBuilder()
                .add("time", event.time().toString())
                .add("topic", event.topic())
                .add("severity", event.severity().name())
                .add("virtualServer", text(event.virtualServer()))
                .add("server", text(event.server()))
                .add("message", event.message())
                .add("details", texts(event.details()))
                .build();
    }

    static JsonObject of(Decision decision) {
        return createObjectBuilder()
                .add("time", decision.time().toString())
                .add("virtualServer", decision.virtualServer())
                .add("requestId", decision.requestId())
                .add("attempt", decision.attempt())
                .add("request", decision.request())
                .add("policy", decision.policy())
                .add("policyGeneration", decision.policyGeneration())
                .add("chosen", text(decision.chosen()))
                .add("candidates", array(decision.candidates(), Json::of))
                .build();
    }

    private static JsonObject of(Decision.Candidate candidate) {
        return createObjectBuilder()
                .add("server", candidate.server())
                .add("weight", candidate.weight())
                .add("inFlight", candidate.inFlight())
                .add("averageResponseNanos", candidate.averageResponseNanos())
                .add("score", number(candidate.score()))
                .add("excluded", text(candidate.excluded()))
                .build();
    }

    /** JSON knows neither NaN nor infinity. */
    private static JsonValue number(double number) {
        return Double.isFinite(number) ? javax.json.Json.createValue(number) : JsonValue.NULL;
    }

    private static JsonObject of(StateChange<?> change) {
        return createObjectBuilder()
                .add("state", change.state().name())
                .add("since", change.since().toString())
                .add("by", change.by())
                .add("reason", change.reason())
                .build();
    }

    private static JsonObject of(TrafficStatistics traffic) {
        return createObjectBuilder()
                .add("inFlight", traffic.inFlight())
                .add("requests", traffic.requests())
                .add("failures", traffic.failures())
                .add("retries", traffic.retries())
                .add("replies1xx", traffic.replies1xx())
                .add("replies2xx", traffic.replies2xx())
                .add("replies3xx", traffic.replies3xx())
                .add("replies4xx", traffic.replies4xx())
                .add("replies5xx", traffic.replies5xx())
                .add("bytesIn", traffic.bytesIn())
                .add("bytesOut", traffic.bytesOut())
                .add("responseNanos", of(traffic.responseTime()))
                .build();
    }

    private static JsonObject of(Quantiles nanos) {
        return createObjectBuilder()
                .add("samples", nanos.count())
                .add("mean", nanos.mean())
                .add("p50", nanos.p50())
                .add("p90", nanos.p90())
                .add("p99", nanos.p99())
                .add("p999", nanos.p999())
                .add("max", nanos.max())
                .build();
    }
}
