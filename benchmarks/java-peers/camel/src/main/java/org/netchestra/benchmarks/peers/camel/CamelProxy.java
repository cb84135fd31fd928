package org.netchestra.benchmarks.peers.camel;

import java.util.Arrays;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/**
 * A reverse proxy as the documentation of camel-netty-http has it: a prefix of paths in, a bridge endpoint out, the
 * servers in turn. Everything else is Camel's default.
 */
public final class CamelProxy extends RouteBuilder {
    private final int port;
    private final String[] servers;

    private CamelProxy(int port, String[] servers) {
        this.port = port;
        this.servers = servers;
    }

    /** Runs until it is told to end. Words: the port to listen on, then the servers' ports. */
    public static void main(String[] words) throws Exception {
        String[] servers = Arrays.stream(words)
                .skip(1)
                .map(server ->
                        "netty-http:http://127.0.0.1:" + server + "?bridgeEndpoint=true&throwExceptionOnFailure=false")
                .toArray(String[]::new);
        Main main = new Main();
        main.configure().addRoutesBuilder(new CamelProxy(Integer.parseInt(words[0]), servers));
        main.run();
    }

    @Override
    public void configure() {
        from("netty-http:http://127.0.0.1:" + port + "/?matchOnUriPrefix=true")
                .loadBalance()
                .roundRobin()
                .to(servers);
    }
}
