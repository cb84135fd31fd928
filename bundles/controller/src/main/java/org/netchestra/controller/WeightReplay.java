package org.netchestra.controller;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Computes a {@link WeightRecord} again, line by line, and compares every weight. Pure; not thread-safe.
 */
public final class WeightReplay {

    /**
     * A weight that came out otherwise.
     *
     * @param line the record's line, from 1
     * @param server the real server
     * @param recorded the weight in the record
     * @param computed the weight of the replay
     */
    public record Difference(long line, String server, int recorded, int computed) {}

    private final List<Difference> differences = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private final Map<String, Integer> recorded = new LinkedHashMap<>();
    private @Nullable ControllerSettings settings;
    private @Nullable WeightController controller;
    private String time = "";
    private long line;
    private long periods;

    /** Takes the next line. */
    public void line(String text) {
        line++;
        if (text.startsWith(WeightRecord.CONTROLLER)) {
            endPeriod();
            settings = WeightRecord.settings(text);
            controller = null;
        } else if (text.startsWith(WeightRecord.SERVERS)) {
            endPeriod();
            servers(WeightRecord.configuredWeights(text));
        } else if (!text.startsWith("#") && !text.isBlank()) {
            reading(text.split("\t", -1));
        }
    }

    /** Ends the last period. */
    public void end() {
        endPeriod();
    }

    /** How many periods were computed. */
    public long periods() {
        return periods;
    }

    /** Where the replay came to another weight. */
    public List<Difference> differences() {
        return List.copyOf(differences);
    }

    /** The weights after the last whole period. */
    public Map<String, Integer> weights() {
        return controller == null ? Map.of() : controller.weights();
    }

    private void servers(Map<String, Integer> configured) {
        if (controller != null) {
            controller.reconfigure(configured);
        } else if (settings != null) {
            controller = new WeightController(settings, configured);
        }
    }

    private void reading(String[] fields) {
        if (!fields[0].equals(time)) {
            endPeriod();
            time = fields[0];
        }
        readings.add(WeightRecord.reading(fields));
        recorded.put(fields[1], Integer.valueOf(fields[11]));
    }

    private void endPeriod() {
        if (controller != null && !readings.isEmpty()) {
            controller.tick(Long.parseLong(time), readings);
            periods++;
            Map<String, Integer> computed = controller.weights();
            recorded.forEach((server, weight) -> {
                Integer found = computed.get(server);
                if (!weight.equals(found)) {
                    differences.add(new Difference(line, server, weight, found == null ? 0 : found));
                }
            });
        }
        readings.clear();
        recorded.clear();
        time = "";
    }
}
