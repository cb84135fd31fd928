package org.netchestra.workload.generator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetMixTest {
    @Test
    void shouldRepeatEachTargetByItsWeightAndSpreadThem() {
        TargetMix mix = new TargetMix(List.of(Target.get("/a").weight(3), Target.get("/b")));

        StringBuilder sequence = new StringBuilder();
        for (int n = 0; n < 8; n++) {
            sequence.append(mix.targets().get(mix.indexOf(n)).path().charAt(1));
        }

        assertThat(sequence).hasToString("aabaaaba");
    }

    @Test
    void shouldReadTargetsAsAUserWritesThem() {
        assertThat(TargetSyntax.parse("/bytes/1024 weight=3, POST /upload body=10 status=413, HEAD /x"))
                .containsExactly(
                        Target.bytes(1024).weight(3),
                        new Target("POST", "/upload", 1, 10, 413, Target.ANY, false),
                        new Target("HEAD", "/x", 1, 0, 200, Target.ANY, false));
        assertThatThrownBy(() -> TargetSyntax.parse("/a wieght=1"))
                .hasMessageContaining("wieght=1 (expected: weight=N");
        assertThatThrownBy(() -> TargetSyntax.parse("a")).hasMessage("target: a (expected: a path that starts with /)");
        assertThatThrownBy(() -> TargetSyntax.parse("/a weight=0")).hasMessage("weight: 0 (expected: >= 1)");
    }
}
