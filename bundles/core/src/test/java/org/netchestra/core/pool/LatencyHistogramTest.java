package org.netchestra.core.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.netchestra.api.control.Quantiles;

final class LatencyHistogramTest {

    @Test
    void shouldKeepBucketsInOrderAndWithinTheirError() {
        int previous = -1;
        for (long nanos = 1 << 14; nanos < 1L << 38; nanos += nanos / 100) {
            int bucket = LatencyHistogram.bucketOf(nanos);
            assertThat(bucket).isGreaterThanOrEqualTo(previous);
            assertThat((double) LatencyHistogram.middleOf(bucket)).isCloseTo(nanos, within(nanos / 31.0));
            previous = bucket;
        }
    }

    @Test
    void shouldAgreeWithSortedSamples() {
        long seed = 7;
        Random random = new Random(seed);
        LatencyHistogram histogram = new LatencyHistogram();
        long[] samples = random.doubles(100_000)
                .mapToLong(u -> (long) (1e6 * Math.exp(3 * u)))
                .toArray();
        Arrays.stream(samples).forEach(histogram::record);
        Arrays.sort(samples);

        Quantiles quantiles = histogram.quantiles();

        assertThat(quantiles.count()).isEqualTo(samples.length);
        assertThat((double) quantiles.p50()).isCloseTo(samples[50_000], within(samples[50_000] / 25.0));
        assertThat((double) quantiles.p99()).isCloseTo(samples[99_000], within(samples[99_000] / 25.0));
        assertThat(quantiles.max()).isEqualTo(samples[99_999]);
    }

    @Test
    void shouldCountExtremes() {
        LatencyHistogram histogram = new LatencyHistogram();

        histogram.record(-5);
        histogram.record(0);
        histogram.record(Long.MAX_VALUE);

        assertThat(histogram.quantiles().count()).isEqualTo(3);
        assertThat(histogram.quantiles().max()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldBeEmptyAtFirst() {
        assertThat(new LatencyHistogram().quantiles()).isEqualTo(Quantiles.NONE);
    }
}
