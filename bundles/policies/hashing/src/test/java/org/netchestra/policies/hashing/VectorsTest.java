package org.netchestra.policies.hashing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.netchestra.policies.hashing.Vectors.address;
import static org.netchestra.policies.hashing.Vectors.cases;
import static org.netchestra.policies.hashing.Vectors.options;
import static org.netchestra.policies.hashing.Vectors.pick;
import static org.netchestra.policies.hashing.Vectors.pickFrom;
import static org.netchestra.policies.hashing.Vectors.read;
import static org.netchestra.policies.hashing.Vectors.text;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.conformance.ProbePool;
import org.netchestra.conformance.ProbeRequest;
import org.netchestra.conformance.ProbeServer;
import org.netchestra.core.hash.AnchorTable;
import org.netchestra.core.hash.CarpHash;
import org.netchestra.core.hash.JumpHash;
import org.netchestra.core.hash.LvsHash;
import org.netchestra.core.hash.MaglevTable;
import org.netchestra.core.hash.Md5;
import org.netchestra.policies.hashing.osgi.AnchorPolicy;
import org.netchestra.policies.hashing.osgi.AssignmentPolicy;
import org.netchestra.policies.hashing.osgi.BalancedRingPolicy;
import org.netchestra.policies.hashing.osgi.BoundedRingPolicy;
import org.netchestra.policies.hashing.osgi.CarpPolicy;
import org.netchestra.policies.hashing.osgi.DestinationHashPolicy;
import org.netchestra.policies.hashing.osgi.JumpPolicy;
import org.netchestra.policies.hashing.osgi.KargerRingPolicy;
import org.netchestra.policies.hashing.osgi.LvsMaglevPolicy;
import org.netchestra.policies.hashing.osgi.MaglevPolicy;
import org.netchestra.policies.hashing.osgi.ModuloPolicy;
import org.netchestra.policies.hashing.osgi.NginxRingPolicy;
import org.netchestra.policies.hashing.osgi.RendezvousPolicy;
import org.netchestra.policies.hashing.osgi.SourceHashPolicy;

/** The published vectors, through the policies as the appliance uses them. */
class VectorsTest {

    private static final Map<String, BalancingPolicy> URL_POLICIES = Map.of(
            "md5", new ModuloPolicy(),
            "mit_ch", new KargerRingPolicy(),
            "mod_ch", new BalancedRingPolicy(),
            "carp", new CarpPolicy(),
            "hrw", new RendezvousPolicy(),
            "maglev", new MaglevPolicy());

    @TestFactory
    Stream<DynamicTest> shouldHashUrlsAsTheVectorsSay() {
        return cases(read("/vectors/urlhash.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    String url = vector.get("url").asText();
                    byte[] bytes = url.getBytes(StandardCharsets.UTF_8);
                    assertThat(String.format("%016x", Md5.h64(url)))
                            .isEqualTo(vector.get("h64").asText());
                    assertThat(String.format("%08x", CarpHash.url(bytes, 0, bytes.length)))
                            .isEqualTo(vector.get("carp_hash").asText());
                    assertThat(JumpHash.bucket(Md5.h64(url), 4))
                            .isEqualTo(vector.get("jump4").asInt());
                    assertThat(AnchorTable.of(8, 4).bucket(Md5.h64(url)))
                            .isEqualTo(vector.get("anchor_8_4").asInt());
                    ProbePool pool = Vectors.caches(4);
                    assertThat(pick(new JumpPolicy().newPicker(pool.snapshot(), options()), url))
                            .isEqualTo("cache" + (vector.get("jump4").asInt() + 1));
                    assertThat(pick(new AnchorPolicy().newPicker(pool.snapshot(), options()), url))
                            .isEqualTo("cache" + (vector.get("anchor_8_4").asInt() + 1));
                    assertPicks(vector, pool.snapshot(), url);
                    pool.up("cache2", false);
                    assertPicks(vector.get("cache2_down"), pool.snapshot(), url);
                }));
    }

    private static void assertPicks(JsonNode expected, ServerPool pool, String url) {
        URL_POLICIES.forEach((name, policy) -> assertThat(pick(policy.newPicker(pool, options()), url))
                .as(name)
                .isEqualTo(expected.get(name).asText()));
    }

    @TestFactory
    Stream<DynamicTest> shouldHashAddressesAsTheVectorsSay() {
        return cases(read("/vectors/sh_dh.json"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    String ip = vector.get("ip").asText();
                    byte[] bytes = address(ip);
                    assertThat(Integer.toUnsignedLong(LvsHash.fold(bytes, 0, bytes.length)))
                            .isEqualTo(vector.get("fold").asLong());
                    assertThat(LvsHash.bucket(LvsHash.fold(bytes, 0, bytes.length)))
                            .isEqualTo(vector.get("dh_bucket").asInt());
                    ServerPool equal = ProbePool.ofSize(3).snapshot();
                    ServerPool weighted = ProbePool.ofWeights(3, 1, 2).snapshot();
                    ProbePool withoutB = ProbePool.ofSize(3);
                    withoutB.up("B", false);
                    SourceHashPolicy sh = new SourceHashPolicy();
                    assertThat(pickFrom(new DestinationHashPolicy().newPicker(equal, options()), ip))
                            .isEqualTo(text(vector.get("dh")));
                    assertThat(pickFrom(sh.newPicker(equal, options()), ip)).isEqualTo(text(vector.get("sh")));
                    assertThat(pickFrom(sh.newPicker(weighted, options()), ip))
                            .isEqualTo(text(vector.get("sh_weighted_3_1_2")));
                    assertThat(pickFrom(sh.newPicker(equal, options("sh-port", "true")), ip))
                            .isEqualTo(text(vector.get("sh_port_4711")));
                    assertThat(pickFrom(sh.newPicker(withoutB.snapshot(), options()), ip))
                            .isEqualTo(text(vector.get("sh_B_down_no_fallback")));
                    assertThat(pickFrom(sh.newPicker(withoutB.snapshot(), options("sh-fallback", "true")), ip))
                            .isEqualTo(text(vector.get("sh_B_down_fallback")));
                }));
    }

    @Test
    void shouldBuildTheKernelsMaglevTable() {
        JsonNode vector = read("/vectors/mh.json");
        int size = vector.get("table").asInt();
        ServerPool pool = web(1, 1, 1);
        for (int index = 0; index < 3; index++) {
            JsonNode expected = vector.get("offsets").get(index);
            assertThat(LvsMaglevPicker.offset(pool.member(index), size))
                    .isEqualTo(expected.get("offset").asInt());
            assertThat(LvsMaglevPicker.skip(pool.member(index), size))
                    .isEqualTo(expected.get("skip").asInt());
        }
        MaglevTable table = LvsMaglevPicker.table(pool, size);
        StringBuilder first = new StringBuilder();
        for (int slot = 0; slot < 32; slot++) {
            first.append("ABC".charAt(table.owner(slot)));
        }
        assertThat(first.toString()).isEqualTo(vector.get("first32").asText());
        assertSlots(vector.get("slots_1_1_1"), table);
        assertSlots(vector.get("slots_1_2_5"), LvsMaglevPicker.table(web(1, 2, 5), size));
    }

    @TestFactory
    Stream<DynamicTest> shouldLookClientsUpInTheKernelsMaglevTable() {
        return cases(read("/vectors/mh.json").get("picks"))
                .map(vector -> DynamicTest.dynamicTest(vector.toString(), () -> {
                    String ip = vector.get("ip").asText();
                    LvsMaglevPolicy mh = new LvsMaglevPolicy();
                    assertThat(pickFrom(mh.newPicker(web(1, 1, 1), options()), ip))
                            .isEqualTo(vector.get("pick").asText());
                    assertThat(pickFrom(mh.newPicker(web(1, 1, 1), options("mh-port", "true")), ip))
                            .isEqualTo(vector.get("pick_port_4711").asText());
                }));
    }

    private static ServerPool web(int... weights) {
        List<PoolMember> members = new ArrayList<>();
        for (int index = 0; index < weights.length; index++) {
            String name = String.valueOf((char) ('A' + index));
            members.add(PoolMember.of(
                    new ProbeServer(name, new ServerAddress("192.168.2." + (3 + index), 80)), weights[index]));
        }
        return ServerPool.of(members);
    }

    private static void assertSlots(JsonNode expected, MaglevTable table) {
        int[] slots = new int[3];
        for (int slot = 0; slot < table.size(); slot++) {
            slots[table.owner(slot)]++;
        }
        assertThat(slots)
                .containsExactly(
                        expected.get("A").asInt(),
                        expected.get("B").asInt(),
                        expected.get("C").asInt());
    }

    @Test
    void shouldScoreMembersAsTheCarpVectorsSay() {
        JsonNode vector = read("/vectors/carp.json");
        ProbePool pool = new ProbePool().add("cache1", 1).add("cache2", 2).add("cache3", 5);
        double[] multipliers = CarpHash.multipliers(1, 2, 5);
        for (int index = 0; index < 3; index++) {
            JsonNode member = vector.get("members").get(index);
            assertThat(String.format("%08x", CarpHash.member(member.get("name").asText())))
                    .isEqualTo(member.get("hash").asText());
            assertThat(multipliers[index]).isCloseTo(member.get("multiplier").asDouble(), within(1e-9));
        }
        Picker picker = new CarpPolicy().newPicker(pool.snapshot(), options());
        cases(vector.get("scores")).forEach(scored -> {
            ProbeRequest request = new ProbeRequest().key(scored.get("url").asText());
            scored.get("scores")
                    .fields()
                    .forEachRemaining(score -> assertThat(
                                    -picker.score(pool.member(pool.indexOf(score.getKey())), request))
                            .isCloseTo(score.getValue().asDouble(), within(0.001)));
            assertThat(Vectors.name(picker.pick(request)))
                    .isEqualTo(scored.get("pick").asText());
        });
    }

    @Test
    void carpShouldCountSchemeAndHostAsLowerCaseButNotThePath() {
        Picker picker = new CarpPolicy().newPicker(Vectors.caches(16).snapshot(), options());
        int differ = 0;
        for (int number = 0; number < 50; number++) {
            String path = "/Index" + number;
            assertThat(pick(picker, "HTTP://WWW.Example.COM" + path))
                    .isEqualTo(pick(picker, "http://www.example.com" + path));
            String lower = "http://www.example.com/index" + number;
            differ += pick(picker, lower).equals(pick(picker, "http://www.example.com" + path)) ? 0 : 1;
        }
        assertThat(differ).isGreaterThan(30);
    }

    @Test
    void shouldAssignSlotsInTurnAsTheVectorsSay() {
        ProbePool pool = new ProbePool().add("s1", 1).add("s2", 1).add("s3", 1);
        Picker picker = new AssignmentPolicy().newPicker(pool.snapshot(), options());
        for (JsonNode step : read("/vectors/ht_rr.json").get("steps")) {
            for (int index = 0; index < pool.size(); index++) {
                pool.up(pool.server(index).name(), true);
            }
            step.get("down").forEach(name -> pool.up(name.asText(), false));
            Picker next = new AssignmentPolicy().newPicker(pool.snapshot(), options());
            next.adopt(picker);
            picker = next;
            assertThat(pick(picker, step.get("url").asText()))
                    .as(step.toString())
                    .isEqualTo(step.get("pick").asText());
        }
    }

    @Test
    void shouldBoundLoadsAsTheVectorsSay() {
        JsonNode vector = read("/vectors/bounded.json");
        ProbePool pool = Vectors.caches(4);
        Picker picker = new BoundedRingPolicy()
                .newPicker(
                        pool.snapshot(), options("load-factor", vector.get("c").asText()));
        for (JsonNode step : vector.get("steps")) {
            ProbeServer server = pool.server(pick(picker, step.get("url").asText()));
            server.addInFlight(1);
            assertThat(server.name()).isEqualTo(step.get("pick").asText());
            step.get("load")
                    .fields()
                    .forEachRemaining(
                            load -> assertThat(pool.server(load.getKey()).inFlight())
                                    .isEqualTo(load.getValue().asInt()));
        }
    }

    @TestFactory
    Stream<DynamicTest> shouldJumpAsTheVectorsSay() {
        return cases(read("/vectors/jump.json"))
                .map(vector -> DynamicTest.dynamicTest(
                        vector.toString(),
                        () -> assertThat(JumpHash.bucket(
                                        vector.get("key").bigIntegerValue().longValue(),
                                        vector.get("buckets").asInt()))
                                .isEqualTo(vector.get("pick").asInt())));
    }

    @Test
    void ringShouldAgreeWithARealNginx() {
        JsonNode recorded = read("/nginx-consistent.json");
        List<PoolMember> up = new ArrayList<>();
        List<PoolMember> secondDown = new ArrayList<>();
        for (JsonNode server : recorded.get("servers")) {
            int weight = server.get(1).asInt();
            ProbeServer probe = new ProbeServer(
                    "web" + up.size(), ServerAddress.parse(server.get(0).asText()));
            up.add(PoolMember.of(probe, weight));
            secondDown.add(new PoolMember(probe, weight, weight, secondDown.size() != 1));
        }
        NginxRingPolicy ring = new NginxRingPolicy();
        Picker all = ring.newPicker(ServerPool.of(up), options());
        Picker fewer = ring.newPicker(ServerPool.of(secondDown), options());
        for (JsonNode pick : recorded.get("picks")) {
            ProbeRequest request = new ProbeRequest().key(pick.get(0).asText());
            assertThat(all.pick(request).address().port()).isEqualTo(pick.get(1).asInt());
            assertThat(fewer.pick(request).address().port())
                    .isEqualTo(pick.get(2).asInt());
        }
    }
}
