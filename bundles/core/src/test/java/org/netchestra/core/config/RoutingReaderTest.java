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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.core.config.RouteCondition.HeaderCondition;

final class RoutingReaderTest {

    @Test
    void shouldReadRoutesInTheOrderOfTheirNumbers() throws InvalidConfigurationException {
        VirtualServerSpec spec = read(Map.of(
                "pool.images.servers", "i1=127.0.0.1:9011",
                "route.100", "* -> reply 404 \"nothing here\"",
                "route.20", "host=old.example,*.Old.example -> redirect 301 https://new.example{path}",
                "route.3",
                        "path=/img/ method=GET,HEAD header=X-Beta header=Accept:image/* -> "
                                + "pool images strip=/img add=/static/ host=img.internal:81"));

        assertThat(spec.routing().routes())
                .containsExactly(
                        new RouteSpec(
                                3,
                                new RouteCondition(
                                        List.of(),
                                        List.of("/img/"),
                                        List.of("GET", "HEAD"),
                                        List.of(
                                                new HeaderCondition("X-Beta", null),
                                                new HeaderCondition("Accept", "image/*"))),
                                new RouteAction.ToPool("images", "/img", "/static", "img.internal:81")),
                        new RouteSpec(
                                20,
                                new RouteCondition(
                                        List.of("old.example", "*.old.example"), List.of(), List.of(), List.of()),
                                new RouteAction.Redirect(301, "https://new.example{path}")),
                        new RouteSpec(
                                100,
                                RouteCondition.ANY,
                                new RouteAction.Reply(404, "nothing here", "text/plain; charset=utf-8")));
    }

    @Test
    void shouldLetAPoolInheritWhatItDoesNotSay() throws InvalidConfigurationException {
        VirtualServerSpec spec = read(Map.of(
                "policy", "wlc",
                "timeout-response", "7s",
                "max-attempts", "2",
                "pool.images.servers", "i1=127.0.0.1:9011",
                "pool.images.policy", "lc",
                "pool.images.timeout-response", "1s"));

        VirtualServerSpec images = spec.routing().pools().get(0);
        assertThat(images.name()).isEqualTo("shop/images");
        assertThat(images.policy().name()).isEqualTo("lc");
        assertThat(images.timeouts().response()).isEqualTo(Duration.ofSeconds(1));
        assertThat(images.limits().attempts()).isEqualTo(2);
        assertThat(images.servers()).extracting(ServerSpec::name).containsExactly("i1");
        assertThat(spec.timeouts().response()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void shouldMakeAPoolOfASorryServer() throws InvalidConfigurationException {
        VirtualServerSpec spec = read(Map.of("sorry", "s9=127.0.0.1:9009"));

        assertThat(spec.routing().sorry()).isEqualTo(new RouteAction.ToPool("sorry", "", "", null));
        assertThat(spec.routing().pools()).extracting(VirtualServerSpec::name).containsExactly("shop/sorry");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "route.x   | * -> pool images          | route.x = * -> pool images (expected: a number behind 'route.': routes are asked in its order)",
                "route.1   | path=/a -> pool image     | route.1 = pool image (expected: one of the pools images, default; did you mean 'images'?)",
                "route.1   | pth=/a -> pool images     | did you mean 'path'?",
                "route.1   | path=a -> pool images     | route.1 = a (expected: paths that begin with /",
                "route.1   | path=/a pool images       | route.1 = path=/a pool images (expected: conditions",
                "route.1   | path=/a ->                | expected: 'pool NAME",
                "route.1   | -> pool images            | or * for all requests",
                "route.1   | path=/a -> pol images     | did you mean 'pool'?",
                "route.1   | path=/a -> pool images strip=/b | strip=/b (expected: strip= with a prefix that every path=",
                "route.1   | path=/a -> pool images strp=/a  | strp: a known key; did you mean 'strip'?",
                "route.1   | path=/a -> redirect 200 https://x | route.1 = 200 (expected: a status of [301, 302, 303, 307, 308])",
                "route.1   | path=/a -> redirect 301 //evil  | route.1 = //evil (expected: an address that begins with",
                "route.1   | path=/a -> redirect 301 /{path} | route.1 = /{path} (expected: an address that begins with",
                "route.1   | path=/a -> reply 99 \"x\"   | a status of 200..599",
                "route.1   | path=/a -> reply 200 \"x    | a closing \"",
                "route.1   | path=/a -> reply 204 \"x\"  | no text with status 204",
                "sorry     | nobody                    | sorry = nobody (expected: a server as name=host:port, or an action",
                "sorry     | pool nobody               | one of the pools images",
                "pool.images.polcy  | rr               | pool.images.polcy = rr (expected: a known key; did you mean 'policy'?)",
                "pool.images.timeout-idle | 1s         | 'timeout-idle' without 'pool.images.'",
                "pool.default.servers | a=h:1          | 'default' is the pool of 'servers'",
                "pool.other.policy | rr                | pool.other.servers = (missing)"
            })
    void shouldSayWhatIsWrong(String key, String value, String expected) {
        Map<String, String> keys = new HashMap<>(Map.of("pool.images.servers", "i1=127.0.0.1:9011"));
        keys.put(key, value);

        assertThat(problems(keys))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains(expected));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sorry   | pool images                   | http: 'sorry' is for requests",
                "route.1 | path=/a -> pool images        | host= (the name in the TLS handshake) or *",
                "route.1 | host=a -> pool images add=/b  | host= (the name in the TLS handshake) or *",
                "route.1 | host=a -> reply 200           | host= (the name in the TLS handshake) or *"
            })
    void shouldSayByWhatConnectionsCannotBeRouted(String key, String value, String expected) {
        Map<String, String> keys = new HashMap<>(Map.of("protocol", "tcp", "pool.images.servers", "i1=127.0.0.1:9011"));
        keys.put(key, value);

        assertThat(problems(keys))
                .singleElement()
                .satisfies(p -> assertThat(p.toString()).contains(expected));
    }

    @Test
    void shouldRouteConnectionsByName() throws InvalidConfigurationException {
        VirtualServerSpec spec = read(Map.of(
                "protocol", "tcp",
                "pool.images.servers", "i1=127.0.0.1:9011",
                "route.1", "host=*.shop.example -> pool images",
                "route.2", "* -> pool default"));

        assertThat(spec.routing().routes()).hasSize(2);
    }

    @Test
    void shouldTellAProblemOfAnInheritedKeyOnce() {
        assertThat(problems(Map.of("max-attempts", "many", "pool.images.servers", "i1=127.0.0.1:9011")))
                .singleElement()
                .satisfies(p -> assertThat(p.key()).isEqualTo("max-attempts"));
    }

    @Test
    void shouldNameTheLineOfARoute(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(
                directory.resolve("org.netchestra.virtualserver-shop.cfg"),
                "listen = 127.0.0.1:8080\nservers = s1=127.0.0.1:9001\n\nroute.1 = * -> pool nowhere\n");
        Map<String, String> values =
                Map.of("listen", "127.0.0.1:8080", "servers", "s1=127.0.0.1:9001", "route.1", "* -> pool nowhere");

        InvalidConfigurationException failure = catchThrowableOfType(
                InvalidConfigurationException.class, () -> VirtualServerReader.read("shop", values, file));

        assertThat(failure.getMessage())
                .endsWith("org.netchestra.virtualserver-shop.cfg:4: route.1 = pool nowhere"
                        + " (expected: one of the pools default)");
    }

    private static VirtualServerSpec read(Map<String, String> more) throws InvalidConfigurationException {
        Map<String, String> values = new HashMap<>(Map.of("listen", "127.0.0.1:8080", "servers", "s1=127.0.0.1:9001"));
        values.putAll(more);
        return VirtualServerReader.read("shop", values, null);
    }

    private static List<ConfigurationProblem> problems(Map<String, String> more) {
        return catchThrowableOfType(InvalidConfigurationException.class, () -> read(more))
                .problems();
    }
}
