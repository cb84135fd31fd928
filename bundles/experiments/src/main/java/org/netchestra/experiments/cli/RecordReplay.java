package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import org.netchestra.controller.WeightReplay;

/** Computes a weight controller's record again: the same readings must lead to the same weights. */
final class RecordReplay {

    private static final String BEGINNING = "# controller ";
    private static final int SHOWN = 20;

    private RecordReplay() {}

    static boolean isRecord(List<String> lines) {
        return !lines.isEmpty() && lines.get(0).startsWith(BEGINNING);
    }

    /** 0 when every weight came out the same, 1 when not. */
    static int run(List<String> lines, PrintStream out) throws IOException {
        WeightReplay replay = new WeightReplay();
        try {
            lines.forEach(replay::line);
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException malformed) {
            throw new IOException("record: not as a controller writes it: " + malformed, malformed);
        }
        replay.end();
        List<WeightReplay.Difference> differences = replay.differences();
        differences.stream()
                .limit(SHOWN)
                .forEach(d -> out.printf(
                        "line %d: %s has %d in the record, computed %d%n",
                        d.line(), d.server(), d.recorded(), d.computed()));
        out.printf(
                "%d periods computed again, %d weights differ; at the end: %s%n",
                replay.periods(), differences.size(), replay.weights());
        return differences.isEmpty() && replay.periods() > 0 ? Main.SUCCESS : Main.FAILURE;
    }
}
