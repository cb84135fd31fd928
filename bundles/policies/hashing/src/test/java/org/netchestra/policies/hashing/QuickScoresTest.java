package org.netchestra.policies.hashing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.RealServer;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;

/** Pickers that look at approximate scores first must pick whom the exact ones name, also between the closest ones. */
final class QuickScoresTest {

    private static final int KEYS = 20_000;
    private static final KeySource URL = KeySource.parse("url");

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 1", "3, 5", "16, 1", "16, 4", "16, 65535", "200, 1", "200, 3", "1000, 100"})
    void shouldPickTheBestExactScore(int servers, int heaviest) {
        Random random = new Random(servers * 31L + heaviest);
        ProbePool probe = new ProbePool();
        for (int server = 0; server < servers; server++) {
            probe.add("s" + server, random.nextInt(20) == 0 ? 0 : 1 + random.nextInt(heaviest));
        }
        ServerPool pool = probe.snapshot();
        int keys = KEYS / (1 + servers / 16);
        shouldPickTheBest(new MixedRendezvousPicker(pool, URL), pool, keys, random);
        shouldPickTheBest(new CarpPicker(pool, URL), pool, keys, random);
    }

    private static void shouldPickTheBest(Picker picker, ServerPool pool, int keys, Random random) {
        for (int key = 0; key < keys; key++) {
            ProbeRequest request = new ProbeRequest().key("/" + Long.toString(random.nextLong(), 36));
            RealServer best = best(picker, pool, request);
            assertThat(picker.pick(request)).as("key %d", key).isSameAs(best);
            request.excluding(best);
            assertThat(picker.pick(request)).as("second of key %d", key).isSameAs(best(picker, pool, request));
        }
    }

    private static @Nullable RealServer best(Picker picker, ServerPool pool, ProbeRequest request) {
        RealServer best = null;
        double bestScore = Double.POSITIVE_INFINITY;
        for (PoolMember member : pool.members()) {
            if (member.usable() && !request.excludes(member.server())) {
                double score = picker.score(member, request);
                if (score < bestScore) {
                    best = member.server();
                    bestScore = score;
                }
            }
        }
        return best;
    }
}
