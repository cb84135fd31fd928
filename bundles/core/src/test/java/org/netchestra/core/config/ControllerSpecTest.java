package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ControllerSpecTest {

    @Test
    void shouldProbeOnlyWhenToldTo() {
        assertThat(ControllerSpec.read(new ConfigurationText(Map.of())).probe()).isNull();
        ConfigurationText text = new ConfigurationText(Map.of("controller-probe", "HEAD  /health?deep=1"));
        assertThat(ControllerSpec.read(text).probe()).isEqualTo(new ControllerSpec.Probe("HEAD", "/health?deep=1"));
        assertThat(text.finish()).isEmpty();
    }

    @Test
    void shouldRefuseProbesThatMayChangeSomething() {
        for (String wrong : new String[] {"POST /health", "GET health", "/health", "GET /a b"}) {
            ConfigurationText text = new ConfigurationText(Map.of("controller-probe", wrong));
            assertThat(ControllerSpec.read(text).probe()).as(wrong).isNull();
            assertThat(text.finish())
                    .singleElement()
                    .matches(problem -> problem.key().equals("controller-probe")
                            && problem.value().equals(wrong)
                            && problem.expected().contains("GET /health"));
        }
    }
}
