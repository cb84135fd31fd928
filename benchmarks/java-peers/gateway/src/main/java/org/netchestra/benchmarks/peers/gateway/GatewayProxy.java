package org.netchestra.benchmarks.peers.gateway;

import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/**
 * Spring Cloud Gateway as its documentation has it: one route to a load-balanced name, whose instances are listed in
 * the configuration ({@code application.properties}).
 */
@SpringBootApplication
public class GatewayProxy {
    /** Runs until it is told to end. Words: the port to listen on, then the servers' ports. */
    public static void main(String[] words) {
        List<String> options = new ArrayList<>(List.of("--server.port=" + words[0]));
        for (int i = 1; i < words.length; i++) {
            options.add("--spring.cloud.discovery.client.simple.instances.servers[" + (i - 1)
                    + "].uri=http://127.0.0.1:" + words[i]);
        }
        SpringApplication.run(GatewayProxy.class, options.toArray(String[]::new));
    }
}
