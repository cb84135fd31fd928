package org.netchestra.conformance;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.Picker;

/** Random pools whose servers go down, drain, fill up and are excluded. */
final class EligibilityCheck implements Check {

    private static final int SCENARIOS = 150;
    private static final int PICKS = 30;
    private static final long SEED = 42;

    @Override
    public String rule() {
        return "it picks only what is usable and not excluded, and nobody only when there is none";
    }

    @Override
    public @Nullable String breach(Subject subject) throws InterruptedException {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = randomPool(random);
            String breach = breach(subject, pool, random);
            if (breach != null) {
                return breach + " (scenario " + scenario + ", " + pool.snapshot() + ")";
            }
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return null;
    }

    private static @Nullable String breach(Subject subject, ProbePool pool, Random random) {
        ServerPool snapshot = pool.snapshot();
        Picker picker = subject.picker(snapshot);
        for (int pick = 0; pick < PICKS; pick++) {
            changeLoads(pool, random);
            ProbeRequest request = randomRequest(pool, random, pick);
            RealServer picked = picker.pick(request);
            String objection = subject.objection(picked, snapshot, request);
            if (objection != null) {
                return objection;
            }
            if (picked != null && random.nextBoolean()) {
                long now = request.nowNanos() + random.nextInt(1_000_000);
                picker.onOutcome(
                        random.nextBoolean()
                                ? ProbeOutcome.reply(picked, random.nextInt(1_000_000), now)
                                : ProbeOutcome.failure(picked, random.nextInt(1_000_000), now));
                picker.score(snapshot.member(pool.indexOf(picked.name())), request);
            }
        }
        return null;
    }

    private static ProbePool randomPool(Random random) {
        ProbePool pool = ProbePool.ofWeights(
                random.ints(1 + random.nextInt(8), 0, 1 + random.nextInt(10)).toArray());
        for (int index = 0; index < pool.size(); index++) {
            pool.up(pool.server(index).name(), random.nextInt(4) > 0);
        }
        return pool.weightScale(random.nextInt(4) == 0 ? 10 : 1);
    }

    private static void changeLoads(ProbePool pool, Random random) {
        for (int index = 0; index < pool.size(); index++) {
            pool.server(index)
                    .saturated(random.nextInt(4) == 0)
                    .inFlight(random.nextInt(200))
                    .idleConnections(random.nextInt(10))
                    .responseTimeNanos(random.nextInt(3) * 1_000_000L);
        }
    }

    private static ProbeRequest randomRequest(ProbePool pool, Random random, int pick) {
        ProbeRequest request = new ProbeRequest().nowNanos(pick * 1_000_000L);
        if (random.nextInt(8) > 0) {
            request.key("/eligible/" + random.nextInt(20));
        }
        return random.nextInt(3) == 0 ? request.excluding(pool.server(random.nextInt(pool.size()))) : request;
    }
}
