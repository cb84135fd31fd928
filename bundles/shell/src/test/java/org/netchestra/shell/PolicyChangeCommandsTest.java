package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.netchestra.core.control.NamedPolicy;
import org.netchestra.core.control.TestCluster;

/** What an operator types to let a new policy work, and to take it back. */
final class PolicyChangeCommandsTest {

    private final TestCluster cluster = new TestCluster();
    private final TestShell shell = new TestShell(cluster);
    private final NamedPolicy candidate =
            new NamedPolicy("rr", (pool, options) -> request -> null, "mine 1.0.0", 0, true);

    @BeforeEach
    void deploy() throws Exception {
        cluster.open("shop", "s1=127.0.0.1:9001");
        cluster.conductor.policyAdded(candidate);
        cluster.conductor.policyVetted(candidate, true, "it keeps its contract");
    }

    @AfterEach
    void close() {
        shell.close();
        cluster.close();
    }

    @Test
    void shouldActivateACandidateAndTakeItBack() throws Exception {
        assertThat(states()).containsExactly("ACTIVE", "CANDIDATE");

        assertThat(shell.run("netchestra:policy-activate rr --reason 'the new one'"))
                .contains("mine 1.0.0", "STANDBY", "it keeps its contract");
        assertThat(cluster.events.recent(10)).anyMatch(e -> e.message().contains("the new one"));
        assertThat(states()).containsExactly("ACTIVE", "STANDBY");

        assertThat(shell.json("netchestra:policy-rollback rr --json").asJsonArray())
                .hasSize(2);
        assertThat(states()).containsExactly("ACTIVE", "ROLLED_BACK");
    }

    @Test
    void shouldSayWhatCanBeActivated() {
        assertThatThrownBy(() -> shell.run("netchestra:policy-activate wlc"))
                .hasMessage("policy: wlc (expected: a candidate; there is rr)");
        assertThatThrownBy(() -> shell.run("netchestra:policy-rollback rr"))
                .hasMessage("policy: rr (expected: one that was activated; there is none)");
    }

    private List<String> states() throws Exception {
        return shell.json("netchestra:policy-list --json rr").asJsonArray().stream()
                .map(row -> row.asJsonObject().getString("state"))
                .toList();
    }
}
