package org.netchestra.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.netchestra.controller.ControllerSettings.Kind;

final class WeightReplayTest {

    private static final int PERIODS = 2000;

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldReachTheSameWeightsFromTheWrittenRecord(Kind kind) {
        List<String> lines = record(kind, 11);
        WeightReplay replay = replay(lines);
        assertThat(replay.periods()).isEqualTo(PERIODS);
        assertThat(replay.differences()).isEmpty();
        assertThat(replay.weights()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void shouldFindATamperedLine(Kind kind) {
        List<String> lines = record(kind, 12);
        for (int i = lines.size() / 2; i < lines.size(); i++) {
            String[] fields = lines.get(i).split("\t");
            if (fields.length == 14 && !fields[0].startsWith("#") && !fields[10].equals(fields[11])) {
                fields[11] = String.valueOf(Integer.parseInt(fields[11]) + 1);
                lines.set(i, String.join("\t", fields));
                break;
            }
        }
        assertThat(replay(lines).differences()).hasSize(1);
    }

    private static WeightReplay replay(List<String> lines) {
        WeightReplay replay = new WeightReplay();
        lines.forEach(replay::line);
        replay.end();
        return replay;
    }

    private static List<String> record(Kind kind, long seed) {
        Random random = new Random(seed);
        ControllerSettings settings = ControllerSettings.of(kind);
        Map<String, Integer> servers = new LinkedHashMap<>(Map.of("s1", 3, "s2", 1));
        WeightController controller = new WeightController(settings, servers);
        List<String> lines = new ArrayList<>(WeightRecord.header(settings, servers));
        for (int i = 0; i < PERIODS; i++) {
            if (i == PERIODS / 3) {
                servers.put("s3", 2);
                controller.reconfigure(servers);
                lines.add(WeightRecord.servers(servers));
            }
            Map<String, Integer> before = controller.weights();
            List<Reading> readings =
                    servers.keySet().stream().map(s -> reading(s, random)).toList();
            List<WeightChange> changes = controller.tick(i, readings);
            lines.addAll(WeightRecord.period(i, readings, before, controller.weights(), changes));
        }
        return lines;
    }

    private static Reading reading(String server, Random random) {
        long mean = 1 + (long) (Math.exp(random.nextGaussian()) * 2e7);
        Reading.State state = random.nextInt(100) == 0 ? Reading.State.DOWN : Reading.State.ACTIVE;
        return new Reading(server, state, random.nextInt(100), mean, mean * 3 / 4, mean * 2, 1, 5, 0);
    }
}
