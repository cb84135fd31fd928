package org.netchestra.controller;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.netchestra.controller.WeightChange.Bound;
import org.netchestra.controller.WeightChange.Rule;

/**
 * The weights of one virtual server, moved period by period. Pure: the same configuration and readings give the same
 * weights, whenever and wherever they are replayed. Not thread-safe.
 */
public final class WeightController {

    private final ControllerSettings settings;
    private final WeightRule rule;
    private final Set<String> down = new HashSet<>();
    private WeightTable table;

    /**
     * @param configuredWeights the administrator's weights in configuration order; servers of weight 0 are left alone
     */
    public WeightController(ControllerSettings settings, Map<String, Integer> configuredWeights) {
        this(settings, WeightTable.of(configuredWeights, settings.floor()));
    }

    private WeightController(ControllerSettings settings, WeightTable table) {
        this.settings = settings;
        this.table = table;
        rule = settings.newRule();
        rule.rearranged(nowhere(table.size()));
    }

    /** A controller whose weights are these points as they are, whatever their sum. */
    public static WeightController startingAt(ControllerSettings settings, Map<String, Integer> points) {
        return new WeightController(settings, WeightTable.exactly(points, settings.floor()));
    }

    public ControllerSettings settings() {
        return settings;
    }

    /** The weights in force, in points: per cent for up to ten servers. */
    public Map<String, Integer> weights() {
        return table.asMap();
    }

    /** Follows a new configuration; what was learned of servers that stay is kept. */
    public void reconfigure(Map<String, Integer> configuredWeights) {
        WeightTable old = table;
        table = old.reconfigured(configuredWeights);
        rule.rearranged(IntStream.range(0, table.size())
                .map(i -> old.indexOf(table.server(i)))
                .toArray());
        down.removeIf(name -> table.indexOf(name) < 0);
    }

    /**
     * Ends a period.
     *
     * @param timeMillis when, milliseconds since the epoch; only passed on
     * @param readings of any servers, in any order; those not in the table are ignored, those missing count as down
     * @return every weight that moved, and every move that a bound stopped
     */
    public List<WeightChange> tick(long timeMillis, List<Reading> readings) {
        List<Reading> ordered = inOrder(readings);
        int[] before = table.copy();
        Moves comebacks = comebacks(ordered);
        Moves moves = rule.move(table, ordered, settings.period().toNanos() / 1e9);
        List<WeightChange> changes = new ArrayList<>();
        for (int i = 0; i < before.length; i++) {
            boolean back = comebacks.rule(i) == Rule.COMEBACK;
            Reading r = ordered.get(i);
            WeightChange change = new WeightChange(
                    timeMillis,
                    r.server(),
                    before[i],
                    table.weight(i),
                    r.samples(),
                    r.meanNanos(),
                    r.p95Nanos(),
                    back ? Rule.COMEBACK : moves.rule(i),
                    moves.bound(i));
            if (change.moved() || change.bound() != Bound.NONE) {
                changes.add(change);
            }
        }
        return changes;
    }

    private List<Reading> inOrder(List<Reading> readings) {
        Map<String, Reading> byName = new HashMap<>();
        readings.forEach(r -> byName.put(r.server(), r));
        List<Reading> ordered = new ArrayList<>(table.size());
        for (int i = 0; i < table.size(); i++) {
            Reading reading = byName.get(table.server(i));
            ordered.add(reading != null ? reading : Reading.nothing(table.server(i), Reading.State.DOWN));
        }
        return ordered;
    }

    /** A server that was down comes back with no more than the average: it may be cold, and others have its load. */
    private Moves comebacks(List<Reading> readings) {
        Moves moves = new Moves(table.size());
        for (int i = 0; i < table.size(); i++) {
            String server = table.server(i);
            if (readings.get(i).state() == Reading.State.DOWN) {
                down.add(server);
            } else if (down.remove(server) && table.weight(i) > table.sum() / table.size()) {
                giveAway(i, table.weight(i) - table.sum() / table.size());
                moves.because(i, Rule.COMEBACK);
            }
        }
        return moves;
    }

    private void giveAway(int index, int points) {
        int[] others = IntStream.range(0, table.size()).filter(i -> i != index).toArray();
        double[] shares = Arrays.stream(others).mapToDouble(table::weight).toArray();
        table.move(index, others[0], points);
        table.deal(others, shares);
    }

    private static int[] nowhere(int size) {
        int[] from = new int[size];
        Arrays.fill(from, -1);
        return from;
    }
}
