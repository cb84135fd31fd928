package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.cluster.ServerAddress;
import org.netchestra.api.journal.FailSafe;

final class VirtualServerReaderTest {

    private static final Map<String, String> SHOP = Map.of(
            "listen", "127.0.0.1:8080",
            "protocol", "http",
            "policy", "rr",
            "servers", "s1=127.0.0.1:9001 weight=2, s2=127.0.0.1:9002, s3=[::1]:9003 weight=0 max-in-flight=10");

    @Test
    void shouldReadTheContractKeys() throws InvalidConfigurationException {
        VirtualServerSpec spec = VirtualServerReader.read("shop", SHOP, null);

        assertThat(spec.listen()).isEqualTo(new ServerAddress("127.0.0.1", 8080));
        assertThat(spec.protocol()).isEqualTo(Protocol.HTTP);
        assertThat(spec.policy().name()).isEqualTo("rr");
        assertThat(spec.servers())
                .containsExactly(
                        new ServerSpec("s1", new ServerAddress("127.0.0.1", 9001), 2, 0),
                        new ServerSpec("s2", new ServerAddress("127.0.0.1", 9002), 1, 0),
                        new ServerSpec("s3", new ServerAddress("::1", 9003), 0, 10));
        assertThat(spec.timeouts().connect()).isEqualTo(Duration.ofSeconds(3));
        assertThat(spec.limits().headBytes()).isEqualTo(16384);
    }

    @Test
    void shouldReadPrioritiesAndLabels() throws InvalidConfigurationException {
        VirtualServerSpec spec = VirtualServerReader.read(
                "shop", with("servers", "a=h:1 priority=1 label.zone=eu label.disk=ssd, b=h:2"), null);

        assertThat(spec.servers())
                .containsExactly(
                        new ServerSpec("a", new ServerAddress("h", 1), 1, 0, 1, Map.of("zone", "eu", "disk", "ssd")),
                        new ServerSpec("b", new ServerAddress("h", 2), 1, 0));
        assertThat(problems(with("servers", "a=h:1 label.zone=")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).startsWith("label.NAME=VALUE"));
        assertThat(problems(with("servers", "a=h:1 priority=128")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).isEqualTo("priority: a whole number, 0..127"));
    }

    @Test
    void shouldReadWhatIsDoneWhenAServerFails() throws InvalidConfigurationException {
        FailSafeSpec usual = VirtualServerReader.read("shop", SHOP, null).failSafe();
        assertThat(usual.mode()).isEqualTo(FailSafe.STRICT);
        assertThat(usual.replayOn()).containsExactly(502, 503, 504);
        assertThat(usual.replayTimeoutNanos(2_000_000_000L)).isEqualTo(20_000_000_000L);
        assertThat(usual.replayTimeoutNanos(1_000_000L)).isEqualTo(5_000_000_000L);

        Map<String, String> written = new HashMap<>(with("fail-safe", "paper"));
        written.put("replay-on", "none");
        written.put("replay-timeout", "2s");
        written.put("replayable", "/a, /b");
        FailSafeSpec other = VirtualServerReader.read("shop", written, null).failSafe();
        assertThat(other.mode()).isEqualTo(FailSafe.PAPER);
        assertThat(other.replayOn()).isEmpty();
        assertThat(other.replayTimeoutNanos(1)).isEqualTo(2_000_000_000L);
        assertThat(other.rules().replayable()).containsExactly("/a", "/b");
    }

    @Test
    void shouldReadHowTransactionsAreNamed() throws InvalidConfigurationException {
        FailSafeSpec spec = VirtualServerReader.read("shop", with("transaction", "cookie"), null)
                .failSafe();
        assertThat(spec.confirm()).isEqualTo(FailSafeSpec.Confirm.WHOLE);
        assertThat(spec.rules().transactions())
                .satisfies(t -> assertThat(t.name()).isEqualTo("NTXN"));
        assertThat(problems(with("transaction", "path")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).startsWith("a regular expression whose first group"));
    }

    @Test
    void shouldSayWhatAFailSafeKeyExpects() {
        assertThat(problems(with("replay-on", "404")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).startsWith("statuses from 500 to 599"));
        assertThat(problems(with("replayable", "a")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).startsWith("path prefixes"));
        assertThat(problems(with("fail-safe", "strickt")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).endsWith("did you mean 'strict'?"));
    }

    @Test
    void shouldReadPolicyOptions() throws InvalidConfigurationException {
        VirtualServerSpec spec =
                VirtualServerReader.read("shop", with("policy", "bounded-ring load-factor=1.25 key=path"), null);

        assertThat(spec.policy().options()).isEqualTo(Map.of("key", "path", "load-factor", "1.25"));
        assertThat(spec.policy()).hasToString("bounded-ring key=path load-factor=1.25");
    }

    @Test
    void shouldReadARateLimit() throws InvalidConfigurationException {
        VirtualServerSpec spec =
                VirtualServerReader.read("shop", with("rate-limit", "600/m burst=20 dry-run=true"), null);

        assertThat(spec.sourceLimits().rate()).isEqualTo(new RateLimit(600, Duration.ofMinutes(1), 20, 65536, true));
        assertThat(spec.sourceLimits().rate().intervalNanos()).isEqualTo(100_000_000);
        assertThat(VirtualServerReader.read("shop", with("rate-limit", "off"), null)
                        .sourceLimits()
                        .rate())
                .isNull();
        assertThat(problems(with("rate-limit", "100")))
                .singleElement()
                .satisfies(p -> assertThat(p.toString())
                        .startsWith("rate-limit = 100 (expected: requests per time such as 100/s"));
        assertThat(problems(with("rate-limit", "100/s brust=3")))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains("did you mean 'burst'?"));
    }

    @Test
    void shouldReportEveryProblemAtOnce() {
        Map<String, String> bad = with("listen", "nowhere");
        bad.put("servers", "s1=127.0.0.1:99999, s2=127.0.0.1:9002 wieght=3");
        bad.put("timeout-conect", "5s");
        bad.put("max-attempts", "many");

        assertThat(problems(bad))
                .extracting(ConfigurationProblem::key)
                .containsExactlyInAnyOrder("listen", "servers", "servers", "timeout-conect", "max-attempts");
    }

    @Test
    void shouldSuggestTheKeyThatWasMeant() {
        assertThat(problems(with("polcy", "rr")))
                .singleElement()
                .hasToString("polcy = rr (expected: a known key; did you mean 'policy'?)");
    }

    @Test
    void shouldSuggestTheServerAttributeThatWasMeant() {
        assertThat(problems(with("servers", "a=h:1 wieght=3")))
                .singleElement()
                .hasToString("servers = a=h:1 wieght=3 (expected: wieght: a known key; did you mean 'weight'?)");
    }

    @Test
    void shouldRefuseDuplicateServers() {
        assertThat(problems(with("servers", "a=h:1, a=h:2")))
                .singleElement()
                .hasToString("servers = a (expected: each server name only once)");
        assertThat(problems(with("servers", "a=h:1, b=h:1")))
                .singleElement()
                .satisfies(p -> assertThat(p.expected()).contains("each address only once; a has it"));
    }

    @Test
    void shouldRefuseNoServers() {
        assertThat(problems(with("servers", "  ")))
                .singleElement()
                .satisfies(p -> assertThat(p.value()).isEqualTo("(empty)"));
        Map<String, String> without = new HashMap<>(SHOP);
        without.remove("servers");
        assertThat(problems(without))
                .singleElement()
                .satisfies(p -> assertThat(p.value()).isEqualTo("(missing)"));
    }

    @Test
    void shouldNameFileAndLine(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("org.netchestra.virtualserver-shop.cfg"),
                "# the shop\nlisten = 127.0.0.1:8080\n\nservers = s1=127.0.0.1:9001, \\\n    s2=127.0.0.1:x\n");
        Map<String, String> values = Map.of("listen", "127.0.0.1:8080", "servers", "s1=127.0.0.1:9001, s2=127.0.0.1:x");

        InvalidConfigurationException failure = catchThrowableOfType(
                InvalidConfigurationException.class, () -> VirtualServerReader.read("shop", values, file));

        assertThat(failure.getMessage())
                .endsWith("org.netchestra.virtualserver-shop.cfg:5: servers = s2=127.0.0.1:x"
                        + " (expected: host:port or [IPv6 address]:port behind the name)");
    }

    @Test
    void shouldSurviveRubbish() {
        long seed = 20261121;
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Map<String, String> rubbish = new HashMap<>(random.nextBoolean() ? SHOP : Map.of());
            rubbish.put(noise(random), noise(random));
            rubbish.put("servers", noise(random));
            assertThat(problems(rubbish))
                    .as("seed %d, round %d", seed, i)
                    .isNotEmpty()
                    .allSatisfy(p -> assertThat(p.toString()).doesNotContain("\u0000", "\u001b"));
        }
    }

    private static String noise(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            text.append((char) random.nextInt(256));
        }
        return text.toString();
    }

    private static Map<String, String> with(String key, String value) {
        Map<String, String> values = new HashMap<>(SHOP);
        values.put(key, value);
        return values;
    }

    private static List<ConfigurationProblem> problems(Map<String, String> values) {
        return catchThrowableOfType(
                        InvalidConfigurationException.class, () -> VirtualServerReader.read("shop", values, null))
                .problems();
    }
}
