package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.event.Topics;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.core.config.InvalidConfigurationException;

/** Policies that come, misbehave and leave while virtual servers use them. */
final class ConductorPolicyTest extends ConductorFixture {

    @Test
    void shouldSwapToTheNewestImplementationAndBack() throws InvalidConfigurationException {
        NamedPolicy old = policy("first", FIRST);
        NamedPolicy replacement = policy("first", LAST);
        conductor.policyAdded(old);
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));

        conductor.policyAdded(replacement);
        assertThat(pick(shop)).isEqualTo("b");
        conductor.policyRemoved(replacement);
        assertThat(pick(shop)).isEqualTo("a");

        assertThat(topics()).filteredOn(Topics.POLICY_SWAPPED::equals).hasSize(2);
    }

    @Test
    void shouldKeepAnOrphanedPickerUntilTheGraceIsOver() throws InvalidConfigurationException {
        NamedPolicy first = policy("first", FIRST);
        conductor.policyAdded(first);
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));

        conductor.policyRemoved(first);
        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");
        assertThat(conductor.policies())
                .containsExactly(new PolicyStatus("first", "", PolicyState.MISSING, "", List.of("shop")));
        conductor.replaceOrphans(Duration.ZERO);
        assertThat(Set.of(pick(shop), pick(shop))).containsExactlyInAnyOrder("a", "b");
        conductor.policyAdded(first);

        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");
        assertThat(conductor.status("shop").policyNote()).isNull();
    }

    @Test
    void shouldGiveAnOrphanItsGrace() throws InvalidConfigurationException {
        conductor.open(spec("first", "a=h:1"));

        conductor.replaceOrphans(Duration.ofSeconds(5));
        clock.forward(Duration.ofSeconds(4));
        conductor.replaceOrphans(Duration.ofSeconds(5));
        assertThat(conductor.status("shop").state()).isEqualTo(VirtualServerState.WAITING_FOR_POLICY);
        clock.forward(Duration.ofSeconds(1));
        conductor.replaceOrphans(Duration.ofSeconds(5));

        assertThat(conductor.status("shop").state()).isEqualTo(VirtualServerState.RUNNING);
    }

    @Test
    void shouldAnswerForAPickerThatThrowsAndReportItOnce() throws InvalidConfigurationException {
        conductor.policyAdded(policy("bad", (pool, options) -> request -> {
            throw new IllegalStateException("no idea");
        }));
        VirtualServerHandle shop = conductor.open(spec("bad", "a=h:1"));

        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");

        assertThat(topics()).filteredOn(Topics.POLICY_FAILED::equals).hasSize(1);
    }

    @Test
    void shouldBearAPickerThatThrowsWhenItHearsAnOutcome() throws InvalidConfigurationException {
        conductor.policyAdded(policy("bad", (pool, options) -> new Picker() {
            @Override
            public RealServer pick(PickRequest request) {
                return pool.member(0).server();
            }

            @Override
            public void onOutcome(Outcome outcome) {
                throw new IllegalStateException("cannot hear");
            }
        }));
        VirtualServerHandle shop = conductor.open(spec("bad", "a=h:1"));

        shop.current().outcome(null);

        assertThat(topics()).filteredOn(Topics.POLICY_FAILED::equals).hasSize(1);
    }

    @Test
    void shouldBearAPickerThatThrowsWhenItIsAskedForScores() throws InvalidConfigurationException {
        conductor.policyAdded(policy("bad", (pool, options) -> new Picker() {
            @Override
            public RealServer pick(PickRequest request) {
                return pool.member(0).server();
            }

            @Override
            public double score(PoolMember member, PickRequest request) {
                throw new IllegalStateException("cannot say");
            }
        }));
        VirtualServerHandle shop = conductor.open(spec("bad", "a=h:1", Map.of("explain-percent", "100")));

        assertThat(pick(shop)).isEqualTo("a");
        assertThat(topics()).filteredOn(Topics.POLICY_FAILED::equals).hasSize(1);
    }

    @Test
    void shouldNotLetAPickerChooseAnExcludedServer() throws InvalidConfigurationException {
        conductor.policyAdded(policy("stubborn", LAST));
        VirtualServerHandle shop = conductor.open(spec("stubborn", "a=h:1, b=h:2"));
        RealServer b = shop.current().servers().get(1).live();

        assertThat(shop.current().pick(request(b)).name()).isEqualTo("a");
    }

    @Test
    void shouldRefuseAPolicyThatCannotMakeAPicker() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1"));

        conductor.policyAdded(policy("first", (pool, options) -> {
            throw new IllegalStateException("broken build");
        }));

        assertThat(pick(shop)).isEqualTo("a");
        assertThat(topics()).contains(Topics.POLICY_FAILED);
    }

    @Test
    void shouldRollBackAPolicyThatFailsOnProbation() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));
        conductor.policyAdded(policy("first", (pool, options) -> request -> {
            throw new IllegalStateException("no idea");
        }));
        pick(shop);

        conductor.tick();

        assertThat(topics()).contains(Topics.POLICY_ROLLED_BACK);
        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");
        assertThat(shop.current().probation()).isNotNull();
        clock.forward(Probation.LENGTH);
        conductor.tick();
        assertThat(shop.current().probation()).isNull();
    }

    @Test
    void shouldRollBackAPolicyThatSleepsOnProbation() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));
        conductor.policyAdded(policy("first", (pool, options) -> request -> {
            nanos += 50_000_000;
            return pool.member(1).server();
        }));
        for (int i = 0; i < 20; i++) {
            assertThat(pick(shop)).isEqualTo("b");
        }

        conductor.tick();

        assertThat(pick(shop)).isEqualTo("a");
    }

    @Test
    void shouldKeepAPolicyThatBehaves() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));
        conductor.policyAdded(policy("first", LAST));
        pick(shop);

        conductor.tick();
        conductor.setWeight("shop", "a", 5, ALICE);
        assertThat(shop.current().probation()).isNotNull();
        clock.forward(Probation.LENGTH);
        conductor.tick();

        assertThat(shop.current().probation()).isNull();
        assertThat(pick(shop)).isEqualTo("b");
        assertThat(topics()).doesNotContain(Topics.POLICY_ROLLED_BACK);
    }
}
