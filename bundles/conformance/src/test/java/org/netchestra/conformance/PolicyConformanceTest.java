package org.netchestra.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;

/** The kit finds each fault, and none where there is none. */
class PolicyConformanceTest {

    @Test
    void shouldFindNothingInAPolicyThatConforms() {
        ConformanceReport report = run((pool, options) -> request -> firstEligible(pool, request));
        assertThat(report.conforms()).as(report.toString()).isTrue();
        assertThat(report.medianPickNanos()).isBetween(0.1, 5_000.0);
        assertThat(report.toString()).startsWith("policy mine conforms (median pick ");
    }

    @Test
    void shouldFindAPickOfADownServer() {
        expect(
                "which is not usable",
                (pool, options) -> request -> pool.members().stream()
                        .filter(member -> !request.excludes(member.server()))
                        .map(PoolMember::server)
                        .findFirst()
                        .orElse(null));
    }

    @Test
    void shouldFindAPickOfAnExcludedServer() {
        expect(
                "which the request excludes",
                (pool, options) -> request -> pool.members().stream()
                        .filter(PoolMember::usable)
                        .map(PoolMember::server)
                        .findFirst()
                        .orElse(null));
    }

    @Test
    void shouldFindThatItRemembersEveryKey() {
        List<byte[]> keys = new ArrayList<>();
        expect("what it remembers is bounded: after 60000 requests it still grew by", (pool, options) -> request -> {
            synchronized (keys) {
                keys.add(new byte[50]);
            }
            return firstEligible(pool, request);
        });
    }

    @Test
    void shouldFindThatItsPickersHoldOnToTheirPredecessors() {
        expect("with each picker that adopted the one before", (pool, options) -> new Picker() {
            private Picker predecessor;

            @Override
            public RealServer pick(PickRequest request) {
                return firstEligible(pool, request);
            }

            @Override
            public void adopt(Picker earlier) {
                predecessor = earlier;
            }

            @Override
            public String toString() {
                return "after " + predecessor;
            }
        });
    }

    @Test
    void shouldFindThatItAllocatesTooMuch() {
        AtomicReference<byte[]> last = new AtomicReference<>();
        expect("a pick allocates less than 1 KiB: it allocated 1", (pool, options) -> request -> {
            last.set(new byte[1100]);
            return firstEligible(pool, request);
        });
    }

    @Test
    void shouldFindAPickFromAnotherPool() {
        AtomicInteger made = new AtomicInteger();
        ServerPool first = ProbePool.ofSize(3).snapshot();
        expect("which is not in the pool", (pool, options) -> {
            made.incrementAndGet();
            return request -> pool.size() == 0 ? null : first.member(0).server();
        });
        assertThat(made.get()).isPositive();
    }

    @Test
    void shouldFindThatNobodyIsPickedThoughSomebodyCouldBe() {
        BalancingPolicy onlyTheFirst = (pool, options) -> request -> pool.size() == 0
                        || !pool.member(0).usable()
                        || request.excludes(pool.member(0).server())
                ? null
                : pool.member(0).server();
        expect("picked nobody", onlyTheFirst);
        ConformanceReport declared = PolicyConformance.of("mine", onlyTheFirst)
                .with(Capability.PARTIAL)
                .run();
        assertThat(declared.conforms()).as(declared.toString()).isTrue();
    }

    @Test
    void shouldFindThatAnEmptyPoolMakesItThrow() {
        expect("threw java.lang.ArrayIndexOutOfBoundsException", (pool, options) -> {
            PoolMember first = pool.member(0);
            return request -> first.server();
        });
    }

    @Test
    void shouldFindASlowPick() {
        ConformanceReport report = expect("the median was", (pool, options) -> request -> {
            LockSupport.parkNanos(200_000);
            return firstEligible(pool, request);
        });
        assertThat(report.medianPickNanos()).isGreaterThan(100_000);
    }

    @Test
    void shouldNotHangWithAPolicyThatHangs() {
        CountDownLatch never = new CountDownLatch(1);
        BalancingPolicy hanging = (pool, options) -> request -> {
            boolean interrupted = false;
            while (!interrupted) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return null;
        };
        ConformanceReport report = PolicyConformance.of("mine", hanging)
                .within(Duration.ofMillis(300))
                .run();
        assertThat(report.findings()).anyMatch(finding -> finding.toString().contains("no end after 300 ms"));
        assertThat(report.took()).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void shouldEndAPolicyThatLoopsForEver() throws InterruptedException {
        BalancingPolicy looping = (pool, options) -> request -> {
            long turns = 0;
            while (request.nowNanos() != Long.MIN_VALUE) {
                turns++;
            }
            return pool.member((int) turns).server();
        };

        ConformanceReport report = PolicyConformance.of("looping", looping)
                .within(Duration.ofMillis(200))
                .run();

        assertThat(report.toString()).contains("every call returns", "no end after 200 ms");
        assertThat(aliveThreads()).noneMatch(name -> name.startsWith("policy-conformance"));
    }

    @Test
    void shouldFindAndEndThreadsThatItStarts() throws InterruptedException {
        BalancingPolicy starting = (pool, options) -> {
            Thread thread = new Thread(() -> park(), "diligent");
            thread.setDaemon(true);
            thread.start();
            return request -> firstEligible(pool, request);
        };

        ConformanceReport report = PolicyConformance.of("starting", starting).run();

        assertThat(report.toString()).contains("it starts no threads", "it left running: diligent");
        assertThat(aliveThreads()).doesNotContain("diligent");
    }

    private static void park() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> aliveThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(Thread::isAlive)
                .map(Thread::getName)
                .toList();
    }

    @Test
    void shouldFindThatThreadsDisturbIt() {
        expect("threads", (pool, options) -> {
            AtomicBoolean entered = new AtomicBoolean();
            return request -> {
                if (!entered.compareAndSet(false, true)) {
                    throw new IllegalStateException("two threads at once");
                }
                RealServer server = firstEligible(pool, request);
                entered.set(false);
                return server;
            };
        });
    }

    @Test
    void shouldFindThatWeightsAreNotHonouredWhenDeclared() {
        AtomicLong turn = new AtomicLong();
        BalancingPolicy unweighted = (pool, options) -> request -> {
            int start = (int) (turn.getAndIncrement() % Math.max(1, pool.size()));
            for (int step = 0; step < pool.size(); step++) {
                PoolMember member = pool.member((start + step) % pool.size());
                if (member.usable() && !request.excludes(member.server())) {
                    return member.server();
                }
            }
            return null;
        };
        assertThat(run(unweighted).conforms()).isTrue();
        ConformanceReport declared = PolicyConformance.of("mine", unweighted)
                .with(Capability.WEIGHTED)
                .run();
        assertThat(declared.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.detail()).startsWith("weights [1, 2, 3, 4] got [25"));
    }

    @Test
    void shouldFindOptionsThatAreReadTooLate() {
        expect("read options after newPicker had returned", (pool, options) -> request -> {
            options.flag("late", false);
            return firstEligible(pool, request);
        });
    }

    @Test
    void shouldFindABadValueThatIsTaken() {
        expect("took size=\u00a7 rubbish", (pool, options) -> {
            try {
                options.integer("size", 1, 1, 2);
            } catch (InvalidOptionException swallowed) {
                assertThat(swallowed.option()).isEqualTo("size");
            }
            return request -> firstEligible(pool, request);
        });
    }

    @Test
    void shouldFindABadValueThatIsRefusedInAnotherWay() {
        expect("refused size=\u00a7 rubbish by java.lang.IllegalStateException", (pool, options) -> {
            try {
                options.integer("size", 1, 1, 2);
            } catch (InvalidOptionException bad) {
                throw new IllegalStateException(bad);
            }
            return request -> firstEligible(pool, request);
        });
    }

    @Test
    void shouldFindThatItCannotFollowAStranger() {
        class Selfish implements Picker {
            private final ServerPool pool;

            Selfish(ServerPool pool) {
                this.pool = pool;
            }

            @Override
            public RealServer pick(PickRequest request) {
                return firstEligible(pool, request);
            }

            @Override
            public void adopt(Picker predecessor) {
                assertThat(((Selfish) predecessor).pool).isNotNull();
            }
        }
        expect("threw java.lang.ClassCastException", (pool, options) -> new Selfish(pool));
    }

    @Test
    void shouldGiveThePolicyItsOptions() {
        ConformanceReport report = PolicyConformance.of("mine", (pool, options) -> {
                    int size = options.integer("size", 7, 1, 9);
                    return request -> size == 3 ? firstEligible(pool, request) : null;
                })
                .options(Map.of("size", "3"))
                .run();
        assertThat(report.conforms()).as(report.toString()).isTrue();
    }

    @Test
    void shouldReadTheDeclaredCapabilities() {
        assertThat(Capability.fromProperty(null)).isEmpty();
        assertThat(Capability.fromProperty("weighted")).isEqualTo(Set.of(Capability.WEIGHTED));
        assertThat(Capability.fromProperty("partial, weighted")).hasSize(2);
        assertThat(Capability.fromProperty(new String[] {"partial", "unheard-of"}))
                .isEqualTo(Set.of(Capability.PARTIAL));
    }

    private static ConformanceReport expect(String words, BalancingPolicy policy) {
        ConformanceReport report = run(policy);
        assertThat(report.findings())
                .as(report.toString())
                .anyMatch(finding -> finding.toString().contains(words));
        return report;
    }

    private static ConformanceReport run(BalancingPolicy policy) {
        return PolicyConformance.of("mine", policy).run();
    }

    private static RealServer firstEligible(ServerPool pool, PickRequest request) {
        for (PoolMember member : pool.members()) {
            if (member.usable() && !request.excludes(member.server())) {
                return member.server();
            }
        }
        return null;
    }
}
