package org.netchestra.workload.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.netchestra.workload.generator.FailureKind;
import org.netchestra.workload.generator.LoadFigures;

class DemoTextTest {
    private static LoadFigures figures(Map<FailureKind, Long> failures, SortedMap<String, Long> byServer) {
        Histogram latency = new Histogram(3);
        latency.recordValueWithCount(1_420_000, 99);
        latency.recordValueWithCount(4_800_000, 1);
        return new LoadFigures(
                1_000_000_000, 100, failures, byServer, new TreeMap<>(), List.of(), 0, latency, List.of());
    }

    @Test
    void shouldShowOneSecondOnOneLine() {
        TreeMap<String, Long> shares = new TreeMap<>(Map.of("s1", 50L, "s2", 25L, "s3", 25L));
        LoadFigures span = figures(Map.of(), shares);
        LoadFigures total = figures(Map.of(FailureKind.RESET, 2L), shares);

        assertThat(LiveLine.of(12, span, total, List.of("s1", "s2", "s3")))
                .isEqualTo("   12 s       100 requests/s   s1 50.0 %  s2 25.0 %  s3 25.0 %   p50 1.42 ms  p99 1.42 ms"
                        + "   failures 2 (reset 2)");
    }

    @Test
    void shouldShowASecondInWhichNothingHappened() {
        LoadFigures nothing = new LoadFigures(
                0, 0, Map.of(), new TreeMap<>(), new TreeMap<>(), List.of(), 0, new Histogram(3), List.of());

        assertThat(LiveLine.of(1, nothing, nothing, List.of("s1")))
                .isEqualTo("    1 s         0 requests/s   s1  0.0 %   p50 0.00 ms  p99 0.00 ms   failures 0");
    }

    @Test
    void shouldDrawThePapersFirstFigure() {
        assertThat(Picture.of("32 connections", "127.0.0.1:8080", "rr", List.of("s1", "s2", "s3")))
                .isEqualTo("""
                          clients                  the dispatcher            real servers
                                                   | Netchestra            |   /-> s1
                          32 connections --->      | 127.0.0.1:8080        | ----> s2
                                                   | policy rr             |   \\-> s3
                        """);
    }

    @Test
    void shouldUnderstandItsOptions() {
        DemoOptions options =
                DemoOptions.parse(List.of("--distribution", "d", "--weights", "2,1", "--seconds", "5", "--rate=100"));

        assertThat(options.serverNames()).containsExactly("s1", "s2");
        assertThat(options.weights()).containsExactly(2, 1);
        assertThat(options.duration()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--distribution", "d", "--weights", "2,x")))
                .hasMessage("--weights: 2,x (expected: whole numbers, such as 2,1,1)");
        assertThatThrownBy(() -> DemoOptions.parse(List.of()))
                .hasMessage("--distribution: nothing (expected: a value)");
    }
}
