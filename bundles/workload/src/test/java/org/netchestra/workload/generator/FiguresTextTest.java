package org.netchestra.workload.generator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class FiguresTextTest {
    private static LoadFigures figures() {
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount(1_000_000, 3);
        return new LoadFigures(
                2_000_000_000L,
                3,
                new TreeMap<>(Map.of(FailureKind.RESET, 1L)),
                new TreeMap<>(Map.of("s1", 1L, "s\"2", 3L)),
                new TreeMap<>(Map.of(200, 4L)),
                List.of(4L),
                4096,
                latency,
                List.of("request 3 GET /: RESET, no reply, after 2 ms"));
    }

    @Test
    void shouldSummarise() {
        assertThat(FiguresText.summary(figures())).isEqualTo("""
                        requests   4 in 2.0 s (2/s)
                        failures   1 (reset 1)
                        latency    p50 1.00 ms, p90 1.00 ms, p99 1.00 ms, p99.9 1.00 ms, max 1.00 ms
                        servers    s"2 3 (75.000 %), s1 1 (25.000 %)
                          e.g.     request 3 GET /: RESET, no reply, after 2 ms
                        """);
    }

    @Test
    void shouldBeJson() {
        assertThat(FiguresText.json(figures()))
                .isEqualTo("{\"seconds\":2.000,\"requests\":4,\"succeeded\":3,\"failed\":1,\"ratePerSecond\":2.000,"
                        + "\"replyBytes\":4096,\"failures\":{\"RESET\":1},\"byServer\":{\"s\\u00222\":3,\"s1\":1},"
                        + "\"byStatus\":{\"200\":4},\"byTarget\":[4],\"p50Millis\":1.000,\"p90Millis\":1.000,"
                        + "\"p99Millis\":1.000,\"p999Millis\":1.000,\"maxMillis\":1.000}");
    }
}
