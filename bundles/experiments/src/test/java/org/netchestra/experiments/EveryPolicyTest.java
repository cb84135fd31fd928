package org.netchestra.experiments;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.Capability;
import org.netchestra.conformance.DeclaredPolicy;
import org.netchestra.conformance.ProbeOutcome;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.simulation.PolicyCatalog;

/**
 * What every policy that any bundle declares must do in 10,000 random situations, so that a new one is held to it by being
 * there: no pick of who must not be picked, somebody when somebody can be, the only one when there is one, and all that across
 * pickers that take over from one another.
 */
class EveryPolicyTest {

    private static final PolicyCatalog POLICIES = DeclaredPolicies.catalog();
    private static final int POOLS = 250;
    private static final int SITUATIONS_A_POOL = 40;
    private static final long SEED = 20_261_121;

    @TestFactory
    Stream<DynamicTest> shouldKeepItsContractInRandomSituations() {
        return DeclaredPolicy.onClassPath(EveryPolicyTest.class.getClassLoader()).stream()
                .map(policy -> DynamicTest.dynamicTest(policy.name(), () -> new Run(policy).run()));
    }

    private static final class Run {
        private final Random random = new Random(SEED);
        private final ProbeRequest request = new ProbeRequest();
        private final String policy;
        private final boolean partial;
        private int picks;

        Run(DeclaredPolicy declared) {
            policy = declared.name();
            Set<Capability> capabilities = declared.capabilities();
            partial = capabilities.contains(Capability.PARTIAL);
        }

        void run() {
            ProbePool pool = ProbePool.ofWeights(weights());
            Picker picker = picker(pool.snapshot());
            for (int number = 0; number < POOLS; number++) {
                if (random.nextInt(8) == 0) {
                    pool = ProbePool.ofWeights(weights());
                }
                for (int index = 0; index < pool.size(); index++) {
                    pool.up(pool.server(index).name(), random.nextInt(5) > 0);
                }
                ServerPool snapshot = pool.snapshot();
                Picker next = picker(snapshot);
                next.adopt(picker);
                picker = next;
                for (int situation = 0; situation < SITUATIONS_A_POOL; situation++) {
                    pick(pool, snapshot, picker);
                }
            }
            assertThat(picks).isEqualTo(POOLS * SITUATIONS_A_POOL);
        }

        private int[] weights() {
            return random.ints(random.nextInt(8), 0, 4).toArray();
        }

        private Picker picker(ServerPool pool) {
            return POLICIES.picker(policy, pool, Map.of());
        }

        private void pick(ProbePool pool, ServerPool snapshot, Picker picker) {
            for (int index = 0; index < pool.size(); index++) {
                pool.server(index)
                        .inFlight(random.nextInt(4) == 0 ? 0 : random.nextInt(6))
                        .idleConnections(random.nextInt(300))
                        .saturated(random.nextInt(6) == 0);
            }
            RealServer excluded =
                    pool.size() > 0 && random.nextInt(4) == 0 ? pool.server(random.nextInt(pool.size())) : null;
            byte[] key = random.nextInt(20) == 0 ? null : ("/" + random.nextInt(200)).getBytes(StandardCharsets.UTF_8);
            request.key(key).nowNanos(picks * 1_000_000L).excluding(excluded);

            RealServer picked = picker.pick(request);

            picks++;
            check(snapshot, picked);
            if (picked != null) {
                picker.onOutcome(ProbeOutcome.reply(picked, 1 + random.nextInt(1_000_000), request.nowNanos()));
            }
        }

        private void check(ServerPool pool, @Nullable RealServer picked) {
            List<RealServer> eligible = pool.members().stream()
                    .filter(PoolMember::usable)
                    .map(PoolMember::server)
                    .filter(server -> !request.excludes(server))
                    .toList();
            if (picked != null) {
                assertThat(eligible).as("pick %d, seed %d", picks, SEED).contains(picked);
            } else if (!partial) {
                assertThat(eligible).as("pick %d, seed %d", picks, SEED).isEmpty();
            }
        }
    }
}
