package org.netchestra.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Severity;

class EventFilterTest {

    private final ClusterEvent event = TestEvents.event("server/state", Severity.WARNING, "shop", "s1");

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'*', , info, true",
                "'server/*', , info, true",
                "'policy/*,server/state', , info, true",
                "'policy/* , server/*', , info, true",
                "'server', , info, false",
                "'policy/*', , info, false",
                "'*', shop, info, true",
                "'*', mail, info, false",
                "'*', , WARNING, true",
                "'*', , error, false"
            })
    void shouldMatchByTopicVirtualServerAndLeastSeverity(
            String topics, String virtualServer, String severity, boolean expected) {
        assertThat(EventFilter.of(topics, virtualServer, severity).matches(event))
                .isEqualTo(expected);
    }

    @Test
    void shouldNotMatchAnEventWithoutVirtualServerWhenOneIsAskedFor() {
        ClusterEvent cluster = TestEvents.event("server/state", Severity.INFO, null, "s1");

        assertThat(EventFilter.of("*", "shop", "info").matches(cluster)).isFalse();
    }

    @Test
    void shouldNameOptionValueAndExpectation() {
        assertThatThrownBy(() -> EventFilter.of("server/[", null, "info"))
                .hasMessageStartingWith("topics: server/[ (expected: topics parted by commas");
        assertThatThrownBy(() -> EventFilter.of("*", null, "loud"))
                .hasMessage("severity: loud (expected: info, warning or error)");
        assertThatThrownBy(() -> EventFilter.of("", null, "info")).hasMessageStartingWith("topics: ");
    }
}
