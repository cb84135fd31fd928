package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerHttpSpecTest {

    private static String problems(Map<String, String> keys, Protocol clients) {
        ConfigurationText text = new ConfigurationText(keys);
        ServerHttpSpec.read(text, clients);
        return text.finish().toString();
    }

    @Test
    void shouldReadWhatIsSpokenToServers() {
        ConfigurationText text =
                new ConfigurationText(Map.of("server-protocol", "h2", "server-http2-max-streams", "7"));

        assertThat(ServerHttpSpec.read(text, Protocol.HTTP)).isEqualTo(new ServerHttpSpec(ServerProtocol.H2, 7));
        assertThat(text.finish()).isEmpty();
        assertThat(ServerHttpSpec.read(new ConfigurationText(Map.of()), Protocol.TCP))
                .isEqualTo(new ServerHttpSpec(ServerProtocol.HTTP1, 100));
    }

    @Test
    void shouldSayWhatMeansNothing() {
        assertThat(problems(Map.of("server-protocol", "http2"), Protocol.HTTP)).contains("one of http1, h2");
        assertThat(problems(Map.of("server-http2-max-streams", "7"), Protocol.HTTP))
                .contains("server-protocol = (missing) (expected: h2, or no server-http2-max-streams)");
        assertThat(problems(Map.of("server-protocol", "h2"), Protocol.TCP))
                .contains("server-protocol = h2 (expected: http1, or protocol = http: bytes are relayed as they are)");
    }
}
