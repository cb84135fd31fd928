package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;

/** Why one request went where it went, asked by its id, of the real appliance. */
@ExtendWith(Appliance.Shared.class)
final class ExplainIT {

    @Test
    void shouldExplainEachAttemptAtARequest(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        int nobody = Appliance.freePort();
        VirtualServerFile shop = VirtualServerFile.http("explained", port)
                .policy("first")
                .server("s1", appliance.serverPort(0))
                .with("explain-percent", "100")
                .with("trusted-proxies", "127.0.0.1");
        appliance.configure(shop, port);
        VirtualServerFile failing = VirtualServerFile.http("explained", port)
                .policy("first")
                .server("gone", nobody)
                .server("s1", appliance.serverPort(0))
                .with("explain-percent", "100")
                .with("trusted-proxies", "127.0.0.1");
        appliance.process().configure(failing);
        appliance.await(
                "the failing server",
                () -> appliance
                        .attribute(Appliance.virtualServer("explained"), "Servers")
                        .has("gone"));

        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/bytes/7?q=1"))
                .header("X-Request-Id", "explain-me")
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, HttpResponse.BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(200);

        String said = appliance.process().shell("netchestra:decision-explain explain-me");
        assertThat(said)
                .contains(
                        "attempt 1 at",
                        "went to gone by policy first",
                        "attempt 2 at",
                        "went to s1",
                        "failed this request before");
        JsonNode decisions =
                new ObjectMapper().readTree(appliance.process().shell("netchestra:decision-explain --json explain-me"));
        assertThat(decisions).hasSize(2);
        assertThat(decisions.get(0).path("request").asText()).isEqualTo("GET /bytes/7?q=1");
        assertThat(appliance.process().shell("netchestra:decision-explain nobody-sent-this"))
                .contains("explain-percent is", "100 for explained");
        appliance.remove(shop);
    }
}
