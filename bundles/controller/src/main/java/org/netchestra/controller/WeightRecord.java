package org.netchestra.controller;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes down what a controller saw and did, line by line, so that it can be read in a spreadsheet and computed again.
 *
 * <pre>
 * # controller kind=pi period=500ms floor=1 min-samples=2 dead-band=0.0 in-flight-aware=true
 * # servers s1=1 s2=2
 * # time server state samples mean_ns geomean_ns p95_ns in_flight silent_ns probe_ns old new rule bound
 * 1700000000000  s1  active  12  30123456  ...  33  34  faster  none
 * </pre>
 *
 * <p>Fields are parted by tabs. Every server has a line in every period, moved or not: a rule with a memory needs them all.
 * Pure; not thread-safe.
 */
public final class WeightRecord {

    static final String CONTROLLER = "# controller ";
    static final String SERVERS = "# servers";
    static final String COLUMNS =
            "# time\tserver\tstate\tsamples\tmean_ns\tgeomean_ns\tp95_ns\tin_flight\tsilent_ns\tprobe_ns\told\tnew\trule\tbound";

    private WeightRecord() {}

    /** The lines that begin a record, and that come again when settings or servers change. */
    public static List<String> header(ControllerSettings settings, Map<String, Integer> configuredWeights) {
        return List.of(CONTROLLER + written(settings), servers(configuredWeights), COLUMNS);
    }

    /** The line that says that the servers are others now. */
    public static String servers(Map<String, Integer> configuredWeights) {
        return configuredWeights.entrySet().stream()
                .map(e -> " " + e.getKey() + "=" + e.getValue())
                .collect(Collectors.joining("", SERVERS, ""));
    }

    /** The lines of one period. */
    public static List<String> period(
            long timeMillis,
            List<Reading> readings,
            Map<String, Integer> before,
            Map<String, Integer> after,
            List<WeightChange> changes) {
        Map<String, WeightChange> byServer = new LinkedHashMap<>();
        changes.forEach(c -> byServer.put(c.server(), c));
        List<String> lines = new ArrayList<>();
        for (Reading reading : readings) {
            Integer old = before.get(reading.server());
            Integer now = after.get(reading.server());
            if (old != null && now != null) {
                WeightChange change = byServer.get(reading.server());
                String why = change == null ? "none\tnone" : word(change.rule()) + "\t" + word(change.bound());
                lines.add(timeMillis + "\t" + written(reading) + "\t" + old + "\t" + now + "\t" + why);
            }
        }
        return lines;
    }

    private static String written(ControllerSettings s) {
        return "kind=" + s.kind().word() + " period=" + s.period().toMillis() + "ms floor=" + s.floor()
                + " min-samples=" + s.minSamples() + " dead-band=" + s.deadBand() + " in-flight-aware="
                + s.inFlightAware();
    }

    private static String written(Reading r) {
        return r.server() + "\t" + word(r.state()) + "\t" + r.samples() + "\t" + r.meanNanos() + "\t"
                + r.geometricMeanNanos() + "\t" + r.p95Nanos() + "\t" + r.inFlight() + "\t" + r.silentNanos() + "\t"
                + r.probeNanos();
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static ControllerSettings settings(String line) {
        Map<String, String> values = values(line.substring(CONTROLLER.length()));
        return new ControllerSettings(
                ControllerSettings.Kind.valueOf(upper(value(values, "kind"))),
                Duration.ofMillis(Long.parseLong(value(values, "period").replace("ms", ""))),
                Integer.parseInt(value(values, "floor")),
                Integer.parseInt(value(values, "min-samples")),
                Double.parseDouble(value(values, "dead-band")),
                Boolean.parseBoolean(value(values, "in-flight-aware")));
    }

    static Map<String, Integer> configuredWeights(String line) {
        Map<String, Integer> weights = new LinkedHashMap<>();
        values(line.substring(SERVERS.length())).forEach((k, v) -> weights.put(k, Integer.valueOf(v)));
        return weights;
    }

    static Reading reading(String[] fields) {
        return new Reading(
                fields[1],
                Reading.State.valueOf(upper(fields[2])),
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4]),
                Long.parseLong(fields[5]),
                Long.parseLong(fields[6]),
                Integer.parseInt(fields[7]),
                Long.parseLong(fields[8]),
                Long.parseLong(fields[9]));
    }

    private static Map<String, String> values(String text) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String word : text.strip().split("\\s+", -1)) {
            int equals = word.lastIndexOf('=');
            if (equals > 0) {
                values.put(word.substring(0, equals), word.substring(equals + 1));
            }
        }
        return values;
    }

    private static String value(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException(key + ": missing (expected: as this record's writer has it)");
        }
        return value;
    }

    private static String upper(String word) {
        return word.toUpperCase(Locale.ROOT);
    }
}
