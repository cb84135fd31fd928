package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.event.Topics;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.pool.LiveServer;

/** Virtual servers, their real servers and weights, from configurations and commands. */
final class ConductorTest extends ConductorFixture {

    @Test
    void shouldPickThroughTheConfiguredPolicy() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));

        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));

        assertThat(pick(shop)).isEqualTo("a");
        assertThat(conductor.status("shop").state()).isEqualTo(VirtualServerState.RUNNING);
    }

    @Test
    void shouldWaitForAPolicyThatComesLater() throws InvalidConfigurationException {
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1"));
        assertThat(pick(shop)).isNull();
        assertThat(conductor.status("shop").state()).isEqualTo(VirtualServerState.WAITING_FOR_POLICY);

        conductor.policyAdded(policy("first", FIRST));

        assertThat(pick(shop)).isEqualTo("a");
    }

    @Test
    void shouldStandInForAPolicyThatNeverComes() throws InvalidConfigurationException {
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));

        conductor.replaceOrphans(Duration.ZERO);

        assertThat(Set.of(pick(shop), pick(shop))).containsExactlyInAnyOrder("a", "b");
        assertThat(conductor.status("shop").policyNote()).contains("'first' is missing");
    }

    @Test
    void shouldKeepServersAndCountersThroughReconfiguration() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));
        LiveServer a = shop.current().servers().get(0).live();
        a.began();

        conductor.reconfigure(shop, spec("first", "c=h:3, a=h:1 weight=5"));

        assertThat(shop.current().servers()).extracting(s -> s.spec().name()).containsExactly("c", "a");
        assertThat(shop.current().servers().get(1).live()).isSameAs(a);
        assertThat(shop.current().pool().member(1).weight()).isEqualTo(5);
        assertThat(topics()).contains(Topics.CONFIGURATION_APPLIED, Topics.SERVER_WEIGHT);
    }

    @Test
    void shouldMakeAServerOfAnotherAddressANewOne() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1"));
        LiveServer old = shop.current().servers().get(0).live();

        conductor.reconfigure(shop, spec("first", "a=h:2"));

        assertThat(shop.current().servers().get(0).live()).isNotSameAs(old);
    }

    @Test
    void shouldSayWhenARemovedServerHasFinished() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));
        LiveServer a = shop.current().servers().get(0).live();
        a.began();
        conductor.reconfigure(shop, spec("first", "b=h:2"));

        conductor.tick();
        assertThat(topics()).doesNotContain(Topics.SERVER_DRAINED);
        a.ended(200, false, 1000, 0);
        conductor.tick();

        assertThat(topics()).contains(Topics.SERVER_DRAINED);
    }

    @Test
    void shouldRefuseAnUnknownPolicyAndGoOn() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1"));
        Snapshot before = shop.current();

        assertThatThrownBy(() -> conductor.reconfigure(shop, spec("frist", "b=h:2")))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessage("policy = frist (expected: one of first; did you mean 'first'?)");

        assertThat(shop.current()).isSameAs(before);
    }

    @Test
    void shouldRefuseUnknownAndBadOptions() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first depth=2", "a=h:1"));

        assertThatThrownBy(() -> conductor.reconfigure(shop, spec("first dept=2", "a=h:1")))
                .hasMessage("policy = dept (expected: first has options depth; did you mean 'depth'?)");
        assertThatThrownBy(() -> conductor.reconfigure(shop, spec("first depth=10", "a=h:1")))
                .hasMessage("policy = first depth=10 (expected: for option depth: 1..9)");
    }

    @Test
    void shouldTakeServersOutAndBack() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2"));

        conductor.setAdminState("shop", "a", AdminState.DRAIN, ALICE);
        assertThat(pick(shop)).isEqualTo("b");
        assertThat(conductor.status("shop").servers().get(0).effective()).isEqualTo(EffectiveState.DRAINING);
        assertThat(conductor.status("shop").servers().get(0).admin().by()).isEqualTo("alice");
        assertThat(conductor.status("shop").servers().get(0).admin().reason()).isEqualTo("maintenance window");
        conductor.setAdminState("shop", "a", AdminState.DRAIN, new ChangeContext("bob", "test", "it burns"));
        assertThat(conductor.status("shop").servers().get(0).admin().reason()).isEqualTo("it burns");

        conductor.setOperationalState("shop", "b", OperationalState.DOWN, ALICE);
        assertThat(pick(shop)).isNull();
        assertThat(conductor.status("shop").state()).isEqualTo(VirtualServerState.NO_SERVER);

        conductor.setAdminState("shop", "a", AdminState.READY, ALICE);
        assertThat(pick(shop)).isEqualTo("a");
    }

    @Test
    void shouldRankWeightsAdministratorThenLearnedThenConfigured() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1 weight=3, b=h:2 weight=4"));

        conductor.setLearnedWeights("shop", Map.of("a", 60, "b", 40), ALICE);
        conductor.setWeight("shop", "b", 7, ALICE);
        assertThat(weights(shop)).containsExactly(60, 7);

        conductor.setLearnedWeights("shop", Map.of(), ALICE);
        conductor.setWeight("shop", "b", null, ALICE);
        assertThat(weights(shop)).containsExactly(3, 4);
    }

    @Test
    void shouldPlaceADrainedServerByItsLastWeight() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1 weight=3"));

        conductor.setWeight("shop", "a", 0, ALICE);

        assertThat(shop.current().pool().member(0).weight()).isZero();
        assertThat(shop.current().pool().member(0).placementWeight()).isEqualTo(3);
    }

    @Test
    void shouldLetARecoveredServersWeightGrow() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1, b=h:2", Map.of("slow-start", "10s")));
        assertThat(weights(shop)).containsExactly(1, 1);

        conductor.setOperationalState("shop", "a", OperationalState.DOWN, ALICE);
        conductor.setOperationalState("shop", "a", OperationalState.UP, ALICE);
        assertThat(weights(shop)).containsExactly(10, 100);
        assertThat(shop.current().pool().weightScale()).isEqualTo(100);
        clock.forward(Duration.ofSeconds(5));
        conductor.tick();
        assertThat(weights(shop)).containsExactly(50, 100);
        assertThat(conductor.status("shop").servers().get(0).rampPercent()).isEqualTo(50);
        clock.forward(Duration.ofSeconds(5));
        conductor.tick();

        assertThat(weights(shop)).containsExactly(1, 1);
        assertThat(shop.current().pool().weightScale()).isEqualTo(1);
    }

    @Test
    void shouldLetANewServersWeightGrow() throws InvalidConfigurationException {
        conductor.policyAdded(policy("first", FIRST));
        VirtualServerHandle shop = conductor.open(spec("first", "a=h:1", Map.of("slow-start", "10s")));

        conductor.reconfigure(shop, spec("first", "a=h:1, b=h:2 weight=40", Map.of("slow-start", "10s")));

        assertThat(weights(shop)).containsExactly(100, 400);
    }

    @Test
    void shouldNameWhatExistsWhenANameIsUnknown() throws InvalidConfigurationException {
        conductor.open(spec("first", "a=h:1, b=h:2"));

        assertThatThrownBy(() -> conductor.setWeight("shop", "c", 1, ALICE))
                .isInstanceOf(UnknownNameException.class)
                .hasMessage("real server of shop: c (expected: one of a, b)");
        assertThatThrownBy(() -> conductor.setWeight("shpo", "a", 1, ALICE))
                .hasMessage("virtual server: shpo (expected: one of shop)");
        assertThatThrownBy(() -> conductor.setWeight("shop", "a", 70000, ALICE))
                .hasMessage("weight: 70000 (expected: 0..65535)");
    }
}
