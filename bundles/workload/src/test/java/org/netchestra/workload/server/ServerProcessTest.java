package org.netchestra.workload.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.netchestra.workload.generator.FailureKind;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;

@Timeout(60)
class ServerProcessTest {
    @Test
    void shouldServeFromAProcessOfItsOwnUntilItIsKilled() throws Exception {
        try (ServerProcess server = ServerProcess.start("s9")) {
            assertThat(server.process().pid())
                    .isNotEqualTo(ProcessHandle.current().pid());
            LoadPlan plan = LoadPlan.toPort(server.port()).requests(50).servers("s9");

            assertThat(Generator.run(plan).succeeded()).isEqualTo(50);
            server.process().kill();
            LoadFigures dead = Generator.run(plan.requests(1));
            assertThat(dead.failures()).containsOnlyKeys(FailureKind.CONNECT);
        }
    }

    @Test
    void shouldSayThatItsPortIsTaken() throws Exception {
        try (ServerProcess server = ServerProcess.start("s9")) {
            assertThatThrownBy(() -> ServerProcess.start("s8", server.port(), List.of()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ended with 2")
                    .hasMessageContaining("port: " + server.port() + " (expected: a free one)");
        }
    }
}
