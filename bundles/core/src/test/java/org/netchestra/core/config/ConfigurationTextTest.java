package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigurationTextTest {

    @ParameterizedTest
    @CsvSource({"500ms,500", "30s,30000", "5m,300000", "1h,3600000", "2,2000"})
    void shouldReadDurations(String written, long millis) {
        ConfigurationText text = new ConfigurationText(Map.of("t", written));

        assertThat(text.duration("t", Duration.ZERO, Duration.ZERO, Duration.ofDays(1)))
                .hasMillis(millis);
        assertThat(text.finish()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"5 minutes", "-1s", "''", "1.5s", "99999999999"})
    void shouldRefuseWhatIsNoDuration(String written) {
        ConfigurationText text = new ConfigurationText(Map.of("t", written));

        assertThat(text.duration("t", Duration.ofSeconds(7), Duration.ZERO, Duration.ofDays(1)))
                .hasSeconds(7);
        assertThat(text.finish())
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).startsWith("a duration such as 500ms, 30s or 5m"));
    }

    @ParameterizedTest
    @CsvSource({"1024,1024", "16k,16384", "1M,1048576", "2g,2147483648", "1kb,1024"})
    void shouldReadSizes(String written, long bytes) {
        assertThat(new ConfigurationText(Map.of("s", written)).size("s", 0, 0, Long.MAX_VALUE))
                .isEqualTo(bytes);
    }

    @Test
    void shouldRefuseValuesOutOfBounds() {
        ConfigurationText text = new ConfigurationText(Map.of("n", "11", "s", "2k"));

        text.integer("n", 5, 0, 10);
        text.size("s", 0, 0, 1024);

        assertThat(text.finish()).extracting(ConfigurationProblem::key).containsExactly("n", "s");
    }
}
