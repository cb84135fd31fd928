package org.netchestra.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class DropReportTest {

    private final DropReport report = new DropReport(10);

    @Test
    void shouldBeSilentWhenNothingNewWasDropped() {
        assertThat(report.due(10, 0)).isZero();
    }

    @Test
    void shouldReportAtOnceAndThenOnceAMinute() {
        assertThat(report.due(13, 5)).isEqualTo(3);
        assertThat(report.due(20, 60_004)).isZero();
        assertThat(report.due(25, 60_005)).isEqualTo(12);
        assertThat(report.due(25, 200_000)).isZero();
    }

    @Test
    void shouldReportTheRestAtTheEnd() {
        assertThat(report.due(13, 5)).isEqualTo(3);
        assertThat(report.rest(20)).isEqualTo(7);
    }

    @Test
    void shouldReportWhenTheClockWasSetBack() {
        assertThat(report.due(13, 1_000_000)).isEqualTo(3);
        assertThat(report.due(14, 5)).isEqualTo(1);
    }
}
