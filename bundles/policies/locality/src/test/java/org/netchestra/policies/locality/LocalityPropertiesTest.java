package org.netchestra.policies.locality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** The definitions over random pools, loads and changes of the pool; a failure prints its scenario. */
class LocalityPropertiesTest {

    private static final int SCENARIOS = 10_000;
    private static final int STEPS = 15;
    private static final long SEED = 20_260_105L;
    private static final int TABLE = 256;
    private static final long TIME = 20_000_000_000L;
    private static final KeySource PATH = KeySource.of(KeySource.Kind.PATH);
    private static final LardThresholds THRESHOLDS = new LardThresholds(3, 6);

    private interface Definition {
        RealServer pick(ReferenceModels model, String key, long now);
    }

    @Test
    void lblcShouldFollowItsDefinition() {
        compare(pool -> new LblcPicker(pool, PATH, TABLE, Long.MAX_VALUE), (model, key, now) -> model.lblc(key));
    }

    @Test
    void lblcrShouldFollowItsDefinition() {
        compare(pool -> new LblcrPicker(pool, PATH, TABLE, TIME), (model, key, now) -> model.lblcr(key, now, TIME));
    }

    @Test
    void lardShouldFollowItsDefinition() {
        compare(
                pool -> new LardPicker(pool, PATH, TABLE, THRESHOLDS, false),
                (model, key, now) -> model.lard(key, THRESHOLDS));
    }

    @Test
    void replicatedLardShouldFollowItsDefinition() {
        compare(
                pool -> new ReplicatedLardPicker(pool, PATH, TABLE, THRESHOLDS, false, TIME),
                (model, key, now) -> model.lardR(key, THRESHOLDS, now, TIME));
    }

    @Test
    void admissionShouldOpenNoMoreThanTheLimit() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool = ProbePool.ofSize(1 + random.nextInt(5));
            LardPicker picker = new LardPicker(pool.snapshot(), PATH, TABLE, THRESHOLDS, true);
            int open = 0;
            for (int index = 0; index < pool.size(); index++) {
                int load = random.nextInt(12);
                pool.server(index).inFlight(load);
                open += load;
            }
            boolean admitted = pool.size() == 1 || open < (pool.size() - 1) * 6 + 3 - 1;
            assertThat(picker.pick(new ProbeRequest().key("k")) != null)
                    .as("scenario %d", scenario)
                    .isEqualTo(admitted);
        }
    }

    private static void compare(Function<ServerPool, LocalityPicker> kind, Definition definition) {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ProbePool pool =
                    ProbePool.ofWeights(random.ints(1 + random.nextInt(5), 0, 5).toArray());
            ReferenceModels model = new ReferenceModels();
            LocalityPicker picker = kind.apply(pool.snapshot());
            long now = random.nextLong() >>> 8;
            for (int step = 0; step < STEPS; step++) {
                now += random.nextInt(8) * 1_000_000_000L;
                if (random.nextInt(6) == 0) {
                    changePool(pool, random, step);
                    LocalityPicker next = kind.apply(pool.snapshot());
                    next.adopt(picker);
                    picker = next;
                }
                changeLoad(pool, random);
                RealServer excluded =
                        pool.size() > 0 && random.nextInt(5) == 0 ? pool.server(random.nextInt(pool.size())) : null;
                model.see(pool.snapshot(), excluded);
                String key = "/" + random.nextInt(3);
                ProbeRequest request = new ProbeRequest().key(key).nowNanos(now).excluding(excluded);
                RealServer picked = picker.pick(request);
                RealServer expected = definition.pick(model, key, now);
                if (picked != expected || !picker.assigned(request).equals(model.set(key))) {
                    fail(
                            "scenario %d, step %d: picked %s of %s, expected %s of %s",
                            scenario, step, picked, picker.assigned(request), expected, model.set(key));
                }
            }
        }
    }

    private static void changePool(ProbePool pool, Random random, int step) {
        String name = pool.size() == 0
                ? null
                : pool.server(random.nextInt(pool.size())).name();
        switch (name == null ? 0 : random.nextInt(4)) {
            case 0 -> pool.insert(random.nextInt(pool.size() + 1), "new" + step, 1 + random.nextInt(3));
            case 1 -> pool.remove(name);
            case 2 -> pool.up(name, random.nextBoolean());
            default -> pool.weight(name, random.nextInt(5));
        }
    }

    private static void changeLoad(ProbePool pool, Random random) {
        for (int index = 0; index < pool.size(); index++) {
            if (random.nextInt(3) == 0) {
                pool.server(index)
                        .inFlight(random.nextInt(14))
                        .idleConnections(random.nextInt(3))
                        .saturated(random.nextInt(8) == 0);
            }
        }
    }
}
