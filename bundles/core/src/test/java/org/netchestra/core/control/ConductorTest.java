package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.Decision;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.control.PolicyStatus;
import org.netchestra.api.control.UnknownNameException;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Topics;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Outcome;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.RequestKey;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.event.EventHub;
import org.netchestra.core.pool.LiveServer;

final class ConductorTest {

    private static final ChangeContext ALICE = new ChangeContext("alice", "test", "maintenance window");
    private static final BalancingPolicy FIRST = (pool, options) -> {
        options.integer("depth", 1, 1, 9);
        return request -> pool.members().stream()
                .filter(m -> m.usable() && !request.excludes(m.server()))
                .findFirst()
                .map(m -> m.server())
                .orElse(null);
    };
    private static final BalancingPolicy LAST = (pool, options) -> request -> pool.members().stream()
            .filter(m -> m.usable())
            .reduce((a, b) -> b)
            .map(m -> m.server())
            .orElse(null);

    private final EventHub events = new EventHub(Runnable::run, failure -> {
        throw failure;
    });
    private long nanos;
    private final MovableClock clock = new MovableClock();
    private final Conductor conductor = new Conductor(Runnable::run, events, clock, () -> nanos);

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

    private static NamedPolicy policy(String name, BalancingPolicy policy) {
        return new NamedPolicy(name, policy, "test", 0);
    }

    private static VirtualServerSpec spec(String policy, String servers) throws InvalidConfigurationException {
        return spec(policy, servers, Map.of());
    }

    private static VirtualServerSpec spec(String policy, String servers, Map<String, String> more)
            throws InvalidConfigurationException {
        Map<String, String> values =
                new HashMap<>(Map.of("listen", "127.0.0.1:0", "policy", policy, "servers", servers));
        values.putAll(more);
        return VirtualServerReader.read("shop", values, null);
    }

    private static String pick(VirtualServerHandle handle) {
        LiveServer picked = handle.current().pick(request(null));
        return picked == null ? null : picked.name();
    }

    private List<Integer> weights(VirtualServerHandle handle) {
        return handle.current().pool().members().stream().map(m -> m.weight()).toList();
    }

    private List<String> topics() {
        return new ArrayList<>(
                events.recent(1000).stream().map(ClusterEvent::topic).toList());
    }

    private static PickRequest request(RealServer excluded) {
        return new PickRequest() {
            @Override
            public boolean excludes(RealServer server) {
                return server == excluded;
            }

            @Override
            public int attempt() {
                return excluded == null ? 1 : 2;
            }

            @Override
            public long nowNanos() {
                return 0;
            }

            @Override
            public boolean readKey(KeySource source, RequestKey into) {
                into.clear();
                return false;
            }
        };
    }
}
