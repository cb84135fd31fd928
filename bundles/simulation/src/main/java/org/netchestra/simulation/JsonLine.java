package org.netchestra.simulation;

import java.io.StringReader;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Set;
import javax.json.Json;
import javax.json.JsonException;
import javax.json.JsonNumber;
import javax.json.JsonObject;
import javax.json.JsonReader;
import javax.json.JsonReaderFactory;
import javax.json.JsonValue;
import org.jspecify.annotations.Nullable;

/** A line of our access log in the format {@code json}. */
final class JsonLine {

    private static final JsonReaderFactory READERS = Json.createReaderFactory(null);
    private static final long MILLI = 1_000_000;
    private static final Set<String> NEEDED = Set.of(
            "time",
            "virtual_server",
            "client",
            "client_port",
            "server",
            "termination_letters",
            "bytes_to_client",
            "assigned_ms",
            "connect_ms",
            "event_loop",
            "total_ms");
    private static final String WHOLE = "--";

    private JsonLine() {}

    static boolean isOne(String line) {
        return line.startsWith("{");
    }

    /** The exchange, or null when no real server answered it wholly, or the line is not whole. */
    static @Nullable LoggedExchange read(String line) {
        try (JsonReader reader = READERS.createReader(new StringReader(line))) {
            return exchange(reader.readObject());
        } catch (JsonException | ClassCastException | DateTimeException incomplete) {
            return null;
        }
    }

    private static @Nullable LoggedExchange exchange(JsonObject line) {
        boolean answered = line.keySet().containsAll(NEEDED)
                && line.get("server") != JsonValue.NULL
                && line.getString("termination_letters").equals(WHOLE);
        if (!answered) {
            return null;
        }
        Instant time = Instant.parse(line.getString("time"));
        long picked = nanos(line.getJsonNumber("assigned_ms"));
        return new LoggedExchange(
                time.getEpochSecond() * 1_000 * MILLI + time.getNano() + picked,
                LoggedExchange.pool(
                        line.getString("virtual_server"), line.getString("pool", line.getString("virtual_server"))),
                line.getString("client") + ":" + line.getInt("client_port"),
                key(line),
                line.getString("server"),
                Math.max(0, nanos(line.getJsonNumber("total_ms")) - picked),
                line.getJsonNumber("bytes_to_client").longValue(),
                line.getInt("event_loop"),
                nanos(line.getJsonNumber("connect_ms")) == 0);
    }

    private static String key(JsonObject line) {
        String target = line.getString("target", "/");
        return target.startsWith("/") ? "http://" + line.getString("host", "") + target : target;
    }

    private static long nanos(JsonNumber millis) {
        return Math.round(millis.doubleValue() * MILLI);
    }
}
