package org.netchestra.dispatcher.netty;

import java.util.ArrayList;
import java.util.List;

/** The balancer in front of a server of HTTP/2. */
abstract class Http2UpstreamFixture {

    static Appliance before(FrameServer server, String... more) throws Exception {
        List<String> keys = new ArrayList<>(List.of(more));
        keys.add("servers=s1=127.0.0.1:" + server.port());
        keys.add("server-protocol=h2");
        keys.add("h2c=true");
        return new Appliance(List.of(), keys.toArray(String[]::new));
    }

    static RawClient.Reply get(Appliance appliance, String target) throws Exception {
        try (RawClient client = appliance.client()) {
            return client.write("GET " + target + " HTTP/1.1\r\nHost: shop\r\n\r\n")
                    .read();
        }
    }
}
