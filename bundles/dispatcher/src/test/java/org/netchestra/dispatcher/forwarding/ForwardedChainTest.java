package org.netchestra.dispatcher.forwarding;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.core.config.InvalidConfigurationException;
import org.netchestra.core.config.Networks;
import org.netchestra.core.config.VirtualServerReader;
import org.netchestra.dispatcher.message.FieldName;
import org.netchestra.dispatcher.message.Heads;
import org.netchestra.dispatcher.message.MessageHead;

class ForwardedChainTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "none",
            value = {
                "X-Forwarded-For: 192.0.2.7                              | 192.0.2.7",
                "X-Forwarded-For: 6.6.6.6, 192.0.2.7                     | 192.0.2.7",
                "X-Forwarded-For: 192.0.2.7, 10.0.0.9                    | 192.0.2.7",
                "X-Forwarded-For: 6.6.6.6~X-Forwarded-For: 192.0.2.7,10.1.2.3 | 192.0.2.7",
                "X-Forwarded-For: 192.0.2.7:51234                        | 192.0.2.7",
                "X-Forwarded-For: 2001:db8::1                            | 2001:db8:0:0:0:0:0:1",
                "X-Forwarded-For: [2001:db8::1]:80                       | 2001:db8:0:0:0:0:0:1",
                "X-Forwarded-For: 10.0.0.1, 10.0.0.2                     | 10.0.0.1",
                "X-Forwarded-For: 192.0.2.7, unknown, 10.0.0.2           | 10.0.0.2",
                "X-Forwarded-For: evil.example                           | none",
                "X-Forwarded-For: ,,                                     | none",
                "X-Other: 1                                              | none",
                "Forwarded: for=192.0.2.7                                | 192.0.2.7",
                "Forwarded: for=6.6.6.6;proto=http, proto=https;For=192.0.2.7;by=10.0.0.1 | 192.0.2.7",
                "Forwarded: for=\"[2001:db8::1]:4711\"                   | 2001:db8:0:0:0:0:0:1",
                "Forwarded: for=_hidden, for=10.0.0.3                    | 10.0.0.3",
                "Forwarded: proto=https                                  | none"
            })
    void shouldFindTheLastAddressThatIsNoTrustedProxys(String fields, String expected) throws Exception {
        MessageHead head = Heads.request("GET / HTTP/1.1\r\nHost: h\r\n" + fields.replace("~", "\r\n") + "\r\n\r\n");
        FieldName field = fields.startsWith("Forwarded") ? FieldName.FORWARDED : FieldName.X_FORWARDED_FOR;

        InetAddress client = ForwardedChain.client(head, field, trusted());

        assertThat(client == null ? null : client.getHostAddress()).isEqualTo(expected);
    }

    private static Networks trusted() throws InvalidConfigurationException {
        Map<String, String> keys = new HashMap<>();
        keys.put("listen", "127.0.0.1:0");
        keys.put("servers", "s1=h:1");
        keys.put("trusted-proxies", "10.0.0.0/8");
        return VirtualServerReader.read("test", keys, null).forwarding().trusted();
    }
}
