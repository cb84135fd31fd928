package org.netchestra.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    private static Arguments parse(String... words) {
        return Arguments.parse(List.of(words), Set.of("--port", "--name"), Set.of("--json"));
    }

    @Test
    void shouldReadOptionsInBothSpellingsAndFlags() {
        Arguments arguments = parse("--port", "80_80", "--name=s1", "--json");

        assertThat(arguments.number("--port", 0, 0, 65535)).isEqualTo(8080);
        assertThat(arguments.text("--name", "?")).isEqualTo("s1");
        assertThat(arguments.has("--json")).isTrue();
        assertThat(parse().has("--json")).isFalse();
        assertThat(parse().number("--port", 7, 0, 65535)).isEqualTo(7);
    }

    @Test
    void shouldSayNameValueAndExpectation() {
        assertThatThrownBy(() -> parse("--port", "abc").number("--port", 0, 0, 65535))
                .hasMessage("--port: abc (expected: 0..65535)");
        assertThatThrownBy(() -> parse("--port", "70000").number("--port", 0, 0, 65535))
                .hasMessage("--port: 70000 (expected: 0..65535)");
        assertThatThrownBy(() -> parse("--port")).hasMessage("--port: nothing (expected: a value)");
        assertThatThrownBy(() -> parse("--prot", "1"))
                .hasMessage("option: --prot (expected: one of --name --port --json)");
    }
}
