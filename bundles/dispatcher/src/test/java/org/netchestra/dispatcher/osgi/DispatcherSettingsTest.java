package org.netchestra.dispatcher.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class DispatcherSettingsTest {

    @Test
    void shouldReadEveryKey() {
        DispatcherSettings settings = DispatcherSettings.read(Map.of(
                "event-loops", "3",
                "pin-event-loops", "true",
                "native-transport", "false",
                "policy-grace-seconds", "7",
                "warm-up", "5s"));

        assertThat(settings.problems()).isEmpty();
        assertThat(settings.eventLoops()).isEqualTo(3);
        assertThat(settings.pinEventLoops()).isTrue();
        assertThat(settings.nativeTransport()).isFalse();
        assertThat(settings.policyGrace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.warmUp()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldWarmUpUnlessToldNotTo() {
        assertThat(DispatcherSettings.read(Map.of()).warmUp()).isEqualTo(Duration.ofSeconds(30));
        assertThat(DispatcherSettings.read(Map.of("warm-up", "0")).warmUp()).isZero();
    }

    @Test
    void shouldSayWhatIsWrongAndUseTheDefault() {
        DispatcherSettings settings = DispatcherSettings.read(Map.of("warm-up", "1h", "event-loop", "2"));

        assertThat(settings.warmUp()).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.problems())
                .extracting(Object::toString)
                .anySatisfy(problem -> assertThat(problem)
                        .contains("warm-up = 1h (expected: a duration such as 500ms, 30s or 5m, 0s..600s)"))
                .anySatisfy(problem -> assertThat(problem).contains("did you mean 'event-loops'?"));
    }
}
