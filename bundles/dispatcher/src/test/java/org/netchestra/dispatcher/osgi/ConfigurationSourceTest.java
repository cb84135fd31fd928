package org.netchestra.dispatcher.osgi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationSourceTest {

    /** What the framework adds is no mistake of an operator's; everything else is read, known or not. */
    @Test
    void shouldTellOnlyWhatWasWritten() {
        assertThat(ConfigurationSource.keys(Map.of(
                        "service.pid", "org.netchestra.dispatcher",
                        "felix.fileinstall.filename", "file:/etc/org.netchestra.dispatcher.cfg",
                        "component.name", "x",
                        "Policy.target", "(netchestra.policy=*)",
                        "event-loops", "2",
                        "some.target", "x")))
                .containsOnly(Map.entry("event-loops", "2"), Map.entry("some.target", "x"));
    }
}
