package org.netchestra.core.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.PolicyState;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.Topics;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.InnerPolicy;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.core.event.EventHub;
import org.netchestra.core.pool.LiveServer;

/** From a bundle that brings a policy to requests that go by it, and back. */
final class PolicyActivationTest {

    private static final ChangeContext ALICE = new ChangeContext("alice", "test", "trying");
    private static final String PASSED = "median pick 12 ns";
    private static final BalancingPolicy ALWAYS_FIRST = (pool, options) -> request -> at(pool, 0);
    private static final BalancingPolicy ALWAYS_LAST = (pool, options) -> request -> at(pool, pool.size() - 1);
    private static final BalancingPolicy BROKEN = (pool, options) -> request -> {
        throw new IllegalStateException("no idea");
    };
    private static final BalancingPolicy OUTER = (pool, options) -> {
        InnerPolicy inner = options.policy("inner", "first");
        return inner.newPicker(pool);
    };

    private final EventHub events = new EventHub(Runnable::run, failure -> {
        throw failure;
    });
    private final MovableClock clock = new MovableClock();
    private volatile long nanos;
    private final Conductor conductor = new Conductor(Runnable::run, events, clock, () -> nanos);

    @Test
    void shouldGiveACandidateNothingUntilItIsActivated() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        NamedPolicy candidate = candidate("first", ALWAYS_LAST);
        VirtualServerHandle shop = conductor.open(spec("first"));

        conductor.policyAdded(candidate);
        assertThat(states("first")).containsExactly(PolicyState.ACTIVE, PolicyState.VETTING);
        conductor.policyVetted(candidate, true, PASSED);
        assertThat(states("first")).containsExactly(PolicyState.ACTIVE, PolicyState.CANDIDATE);
        assertThat(pick(shop)).isEqualTo("a");

        conductor.activatePolicy("first", ALICE);

        assertThat(pick(shop)).isEqualTo("b");
        assertThat(states("first")).containsExactly(PolicyState.ACTIVE, PolicyState.STANDBY);
        assertThat(conductor.policies().get(0).note()).isEqualTo(PASSED);
        assertThat(conductor.policies().get(0).usedBy()).containsExactly("shop");
        assertThat(topics()).contains(Topics.POLICY_CANDIDATE, Topics.POLICY_ACTIVATED, Topics.POLICY_SWAPPED);
    }

    @Test
    void shouldRefuseToActivateWhatDidNotPass() {
        NamedPolicy candidate = candidate("mine", BROKEN);
        conductor.policyAdded(candidate);
        assertThatThrownBy(() -> conductor.activatePolicy("mine", ALICE)).hasMessageContaining("it is not vetted");
        conductor.policyVetted(candidate, false, "no call throws: threw no idea");

        assertThatThrownBy(() -> conductor.activatePolicy("mine", ALICE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("policy: mine (test 1.0.0) (expected: one that keeps its contract)\n"
                        + "no call throws: threw no idea");
        assertThat(states("mine")).containsExactly(PolicyState.REFUSED);
        assertThat(topics()).contains(Topics.POLICY_REFUSED);
    }

    @Test
    void shouldNameTheCandidatesThatThereAre() {
        assertThatThrownBy(() -> conductor.activatePolicy("mine", ALICE))
                .hasMessage("policy: mine (expected: a candidate; there is none)");
        conductor.policyAdded(candidate("yours", ALWAYS_LAST));
        assertThatThrownBy(() -> conductor.activatePolicy("mine", ALICE))
                .hasMessage("policy: mine (expected: a candidate; there is yours)");
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        assertThatThrownBy(() -> conductor.rollBackPolicy("first", ALICE))
                .hasMessage("policy: first (expected: one that was activated; there is none)");
    }

    @Test
    void shouldTellAConfigurationThatItNamesACandidate() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        conductor.policyAdded(candidate("mine", ALWAYS_LAST));

        assertThatThrownBy(() -> conductor.reconfigure(shop, spec("mine")))
                .hasMessageContaining("'mine' is a candidate that nobody has activated");
    }

    @Test
    void shouldGoBackToTheImplementationBefore() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        activate(candidate("first", ALWAYS_LAST));

        conductor.rollBackPolicy("first", ALICE);

        assertThat(pick(shop)).isEqualTo("a");
        assertThat(states("first")).containsExactly(PolicyState.ACTIVE, PolicyState.ROLLED_BACK);
        assertThat(message(Topics.POLICY_ROLLED_BACK)).contains("alice wanted so: trying");
        conductor.activatePolicy("first", ALICE);
        assertThat(pick(shop)).isEqualTo("b");
    }

    @Test
    void shouldGoBackToThePolicyThatWasConfiguredBefore() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        activate(candidate("mine", BROKEN));
        conductor.reconfigure(shop, spec("mine"));
        pick(shop);

        conductor.tick();
        conductor.replaceOrphans(Duration.ZERO);

        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");
        assertThat(conductor.status("shop").policyNote()).isEqualTo("policy 'mine' was rolled back: 'first' goes on");
    }

    @Test
    void shouldStandInForAPolicyThatHasNothingBeforeIt() throws InvalidConfigurationException {
        activate(candidate("mine", BROKEN));
        VirtualServerHandle shop = conductor.open(spec("mine"));
        VirtualServerHandle other = conductor.open(spec("other", "mine"));
        pick(shop);

        conductor.tick();

        for (VirtualServerHandle handle : List.of(shop, other)) {
            assertThat(Set.of(pick(handle), pick(handle))).containsExactlyInAnyOrder("a", "b");
            assertThat(conductor.status(handle.name()).policyNote())
                    .contains("was rolled back: the built-in rotation stands in");
        }
    }

    @Test
    void shouldRollBackAPolicyThatPicksADownServer() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        conductor.setOperationalState("shop", "b", OperationalState.DOWN, ALICE);
        activate(candidate("first", ALWAYS_LAST));

        assertThat(pick(shop)).as("answered for at once").isEqualTo("a");
        conductor.tick();

        assertThat(message(Topics.POLICY_ROLLED_BACK)).contains("picked b, which takes no work: not up");
        assertThat(pick(shop)).isEqualTo("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldRollBackAPolicyWhosePickDoesNotReturn(boolean passed) throws Exception {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        CountDownLatch inside = new CountDownLatch(1);
        activate(candidate("first", (pool, options) -> request -> {
            inside.countDown();
            LockSupport.parkNanos(TimeUnit.MINUTES.toNanos(10));
            return pool.member(1).server();
        }));
        if (passed) {
            clock.forward(Probation.LENGTH);
            conductor.tick();
        }
        List<String> picked = new CopyOnWriteArrayList<>();
        Thread loop = new Thread(() -> picked.add(pick(shop)));
        loop.start();
        inside.await();

        conductor.tick();
        nanos += 2_000_000_000L;
        conductor.tick();

        assertThat(message(Topics.POLICY_ROLLED_BACK))
                .contains("a pick has not returned for 2000 ms: " + loop.getName() + " is at ", "park");
        assertThat(pick(shop)).isEqualTo("a");
        loop.join();
        assertThat(picked).as("it was woken").hasSize(1);
        assertThat(message(Topics.POLICY_FAILED)).contains("it heeded an interrupt");
    }

    @Test
    void shouldRollBackAPolicyThatBeginsToSleepAfterItsProbation() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        VirtualServerHandle shop = conductor.open(spec("first"));
        activate(candidate("first", (pool, options) -> request -> {
            nanos += 5_000_000;
            return pool.member(1).server();
        }));
        assertThat(pick(shop)).isEqualTo("b");
        clock.forward(Probation.LENGTH);
        conductor.tick();
        conductor.tick();
        for (int pick = 0; pick < 11; pick++) {
            assertThat(pick(shop)).isEqualTo("b");
        }
        conductor.tick();

        assertThat(message(Topics.POLICY_ROLLED_BACK)).contains("11 picks took longer than 2 ms");
        assertThat(pick(shop)).isEqualTo("a");
    }

    @Test
    void shouldKeepTheLastPickerWhileItsSuccessorWaitsForActivation() throws InvalidConfigurationException {
        NamedPolicy old = candidate("mine", ALWAYS_LAST);
        activate(old);
        VirtualServerHandle shop = conductor.open(spec("mine"));

        conductor.policyRemoved(old);
        conductor.policyAdded(candidate("mine", ALWAYS_FIRST));
        conductor.replaceOrphans(Duration.ZERO);
        assertThat(List.of(pick(shop), pick(shop))).containsExactly("b", "b");
        conductor.policyVetted(conductor.candidate("mine"), true, PASSED);
        conductor.activatePolicy("mine", ALICE);

        assertThat(List.of(pick(shop), pick(shop))).containsExactly("a", "a");
        assertThat(conductor.status("shop").policyNote()).isNull();
    }

    @Test
    void shouldFollowThePolicyThatItsPolicyBuildsUpon() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        conductor.policyAdded(shipped("outer", OUTER));
        VirtualServerHandle shop = conductor.open(spec("outer inner=first"));
        assertThat(pick(shop)).isEqualTo("a");

        activate(candidate("first", ALWAYS_LAST));
        assertThat(pick(shop)).isEqualTo("b");
        activate(candidate("first", BROKEN));
        pick(shop);
        conductor.tick();

        assertThat(pick(shop)).isEqualTo("b");
        assertThat(conductor.policies())
                .filteredOn(p -> p.state() == PolicyState.ACTIVE)
                .extracting(p -> p.name() + p.usedBy())
                .containsExactly("first[shop]", "outer[shop]");
    }

    @Test
    void shouldGoOnWhenThePolicyItBuildsUponHasLeft() throws InvalidConfigurationException {
        NamedPolicy inner = shipped("first", ALWAYS_LAST);
        conductor.policyAdded(inner);
        conductor.policyAdded(shipped("outer", OUTER));
        VirtualServerHandle shop = conductor.open(spec("outer inner=first"));

        conductor.policyRemoved(inner);
        conductor.setWeight("shop", "a", 5, ALICE);

        assertThat(List.of(pick(shop), pick(shop))).containsExactly("b", "b");
    }

    @Test
    void shouldRefuseAnInnerPolicyThatIsNotThere() throws InvalidConfigurationException {
        conductor.policyAdded(shipped("first", ALWAYS_FIRST));
        conductor.policyAdded(shipped("outer", OUTER));

        assertThatThrownBy(() -> conductor.open(spec("outer inner=frist")))
                .hasMessage("policy = outer inner=frist (expected: for option inner: one of first, outer)");
        assertThatThrownBy(() -> conductor.open(spec("outer inner.depth=1")))
                .hasMessageStartingWith("policy = inner.depth (expected: outer has options inner");
    }

    private void activate(NamedPolicy candidate) {
        conductor.policyAdded(candidate);
        conductor.policyVetted(candidate, true, PASSED);
        conductor.activatePolicy(candidate.name(), ALICE);
    }

    private static RealServer at(ServerPool pool, int index) {
        return pool.size() == 0 ? null : pool.member(index).server();
    }

    private static NamedPolicy shipped(String name, BalancingPolicy policy) {
        return new NamedPolicy(name, policy, "ours 1.0.0", 0);
    }

    private static NamedPolicy candidate(String name, BalancingPolicy policy) {
        return new NamedPolicy(name, policy, "test 1.0.0", 0, true);
    }

    private static VirtualServerSpec spec(String policy) throws InvalidConfigurationException {
        return spec("shop", policy);
    }

    private static VirtualServerSpec spec(String name, String policy) throws InvalidConfigurationException {
        return VirtualServerReader.read(
                name, Map.of("listen", "127.0.0.1:0", "policy", policy, "servers", "a=h:1, b=h:2"), null);
    }

    private List<PolicyState> states(String name) {
        return conductor.policies().stream()
                .filter(p -> p.name().equals(name))
                .map(p -> p.state())
                .toList();
    }

    private static String pick(VirtualServerHandle handle) {
        LiveServer picked = handle.current().pick(new PlainRequest("", ""));
        return picked == null ? null : picked.name();
    }

    private List<String> topics() {
        return events.recent(1000).stream().map(ClusterEvent::topic).toList();
    }

    private String message(String topic) {
        return events.recent(1000).stream()
                .filter(e -> e.topic().equals(topic))
                .reduce((a, b) -> b)
                .orElseThrow()
                .message();
    }
}
