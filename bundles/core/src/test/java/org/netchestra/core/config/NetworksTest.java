package org.netchestra.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NetworksTest {

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.255.255, true",
        "10.0.0.0/8, 11.0.0.0, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.0.2.7, 192.0.2.7, true",
        "192.0.2.7, 192.0.2.6, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/32, 2001:db8:ffff::1, true",
        "2001:db8::/32, 2001:db9::1, false",
        "fe80::/10, febf::1, true",
        "fe80::/10, fec0::1, false",
        "10.0.0.0/8, ::ffff:10.1.2.3, true"
    })
    void shouldTellWhoIsInANetwork(String network, String address, boolean inside) throws Exception {
        ConfigurationText text = new ConfigurationText(Map.of("nets", "198.51.100.0/24, " + network));

        Networks networks = Networks.read(text, "nets");

        assertThat(text.finish()).isEmpty();
        assertThat(networks.contains(InetAddress.getByName(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.1/8",
                "10.0.0.0/33",
                "10.0.0/8",
                "010.0.0.0/8",
                "localhost",
                "10.0.0.0/",
                "10.0.0.0/-1",
                "2001:db8::/129",
                "2001:db8::g",
                ":",
                "10.0.0.0/8,",
                "256.0.0.0"
            })
    void shouldRefuseWhatIsNoNetwork(String network) {
        ConfigurationText text = new ConfigurationText(Map.of("nets", network));

        Networks.read(text, "nets");

        assertThat(text.finish()).singleElement().satisfies(problem -> {
            assertThat(problem.key()).isEqualTo("nets");
            assertThat(problem.expected()).startsWith("addresses or networks");
        });
    }

    @Test
    void shouldContainNobodyWithoutTheKey() throws Exception {
        assertThat(Networks.read(new ConfigurationText(Map.of()), "nets").contains(InetAddress.getLoopbackAddress()))
                .isFalse();
    }
}
