package org.netchestra.policies.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Requests go where they say, and elsewhere only as far as that is allowed. */
final class SubsetPickerTest {

    private static final int SCENARIOS = 10_000;
    private static final long SEED = 20_261_123L;
    private static final KeySource HEADER = new KeySource(KeySource.Kind.HEADER, "x-zone");

    @Test
    void shouldAskTheSubsetThenTheDefaultThenAll() {
        for (int scenario = 0; scenario < SCENARIOS; scenario++) {
            Random random = new Random(SEED + scenario);
            ServerPool pool = GroupPools.random(random).snapshot();
            boolean any = random.nextBoolean();
            String byDefault = random.nextBoolean() ? SubsetPicker.NO_DEFAULT : zone(random);
            String wanted = random.nextInt(4) == 0 ? "nowhere" : zone(random);
            ProbeRequest request = new ProbeRequest();
            if (random.nextInt(5) > 0) {
                request.key(wanted);
            } else {
                wanted = "no key at all";
            }
            if (pool.size() > 0 && random.nextInt(3) == 0) {
                request.excluding(pool.member(random.nextInt(pool.size())).server());
            }
            SubsetPicker picker =
                    new SubsetPicker(pool, GroupPools.WLC, new SubsetPicker.Choice("zone", HEADER, byDefault, any));

            assertThat(picker.pick(request))
                    .as("scenario %d", scenario)
                    .isSameAs(expected(pool, request, wanted, byDefault, any));
        }
    }

    private static RealServer expected(
            ServerPool pool, ProbeRequest request, String wanted, String byDefault, boolean any) {
        RealServer picked = least(pool, request, m -> wanted.equals(m.labels().get("zone")));
        if (picked == null && !byDefault.isEmpty()) {
            picked = least(pool, request, m -> byDefault.equals(m.labels().get("zone")));
        }
        return picked == null && any ? least(pool, request, m -> true) : picked;
    }

    private static RealServer least(ServerPool pool, ProbeRequest request, Predicate<PoolMember> which) {
        List<PoolMember> members = pool.members().stream().filter(which).toList();
        return members.isEmpty()
                ? null
                : GroupPools.WLC.newPicker(ServerPool.of(members)).pick(request);
    }

    private static String zone(Random random) {
        return GroupPools.ZONES[random.nextInt(GroupPools.ZONES.length)];
    }

    @Test
    void shouldSayWhyAServerCannotHaveARequest() {
        ProbePool pool = ProbePool.ofSize(3);
        pool.group("A", 0, Map.of("zone", "eu")).group("B", 0, Map.of("zone", "us"));
        ServerPool snapshot = pool.snapshot();
        SubsetPicker picker = new SubsetPicker(
                snapshot, GroupPools.WLC, new SubsetPicker.Choice("zone", HEADER, SubsetPicker.NO_DEFAULT, false));
        ProbeRequest request = new ProbeRequest().key("eu");

        assertThat(picker.objection(snapshot.member(0), request)).isNull();
        assertThat(picker.objection(snapshot.member(1), request)).isEqualTo("its label zone is us");
        assertThat(picker.objection(snapshot.member(2), request)).isEqualTo("its label zone is missing");
    }

    @Test
    void shouldFindEachOfManyLabels() {
        ProbePool pool = ProbePool.ofSize(200);
        for (int index = 0; index < pool.size(); index++) {
            pool.group(pool.server(index).name(), 0, Map.of("customer", "c" + index));
        }
        KeySource source = new KeySource(KeySource.Kind.COOKIE, "customer");
        SubsetPicker picker = new SubsetPicker(
                pool.snapshot(),
                GroupPools.WLC,
                new SubsetPicker.Choice("customer", source, SubsetPicker.NO_DEFAULT, false));

        for (int index = 0; index < pool.size(); index++) {
            assertThat(picker.pick(new ProbeRequest().key("c" + index))).isSameAs(pool.server(index));
        }
        assertThat(picker.pick(new ProbeRequest().key("c200"))).isNull();
    }
}
