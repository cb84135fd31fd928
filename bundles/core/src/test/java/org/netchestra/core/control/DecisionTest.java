package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.Decision;
import org.netchestra.core.config.InvalidConfigurationException;

/** What is recorded of decisions. */
final class DecisionTest extends ConductorFixture {

    @Test
    void shouldExplainRecordedDecisions() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop =
                conductor.open(spec("first depth=3", "a=h:1, b=h:2 weight=0, c=h:3", Map.of("explain-percent", "100")));
        conductor.setAdminState("shop", "a", AdminState.MAINT, ALICE);

        pick(shop);

        Decision decision = conductor.decisions("shop", 10).get(0);
        assertThat(decision.chosen()).isEqualTo("c");
        assertThat(decision.policy()).isEqualTo("first depth=3");
        assertThat(decision.candidates())
                .extracting(Decision.Candidate::server, Decision.Candidate::excluded)
                .containsExactly(
                        tuple("a", "down, draining or in maintenance"), tuple("b", "weight 0"), tuple("c", null));
    }

    @Test
    void shouldRecordEveryFurtherAttemptWhenASampleIsTaken() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2", Map.of("explain-percent", "0.000001")));
        RealServer a = shop.current().servers().get(0).live();

        shop.current().pick(request(null));
        shop.current().pick(request(a));

        assertThat(conductor.decisions("shop", 10)).singleElement().satisfies(decision -> {
            assertThat(decision.attempt()).isEqualTo(2);
            assertThat(decision.chosen()).isEqualTo("b");
            assertThat(decision.candidates().get(0).excluded()).isEqualTo("failed this request before");
        });
    }

    @Test
    void shouldRecordNoDecisionUnlessAsked() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1"));

        pick(shop);

        assertThat(conductor.decisions("shop", 10)).isEmpty();
    }
}
