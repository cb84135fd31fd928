package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Pools, routes, affinity and limits of one virtual server on the real appliance. */
@ExtendWith(Appliance.Shared.class)
final class RoutingIT {

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldPartRequestsAmongPoolsAndAnswerByItself(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        VirtualServerFile shop = VirtualServerFile.http("routed", port)
                .server("s1", appliance.serverPort(0))
                .with("pool.images.servers", "i1=127.0.0.1:" + appliance.serverPort(1))
                .with("pool.images.policy", "lc")
                .with("route.10", "path=/img/ -> pool images strip=/img")
                .with("route.20", "path=/health -> reply 200 \"ok\"")
                .with("route.30", "host=old.example -> redirect 301 https://new.example{path}");
        appliance.configure(shop, port);

        assertThat(get(port, "/img/bytes/10").statusCode()).isEqualTo(200);
        assertThat(get(port, "/health").body()).isEqualTo("ok");
        appliance.await(
                "the pool's figures",
                () -> appliance
                                .attribute(Appliance.virtualServer("routed/images"), "Requests")
                                .asLong()
                        == 1);
        assertThat(appliance
                        .attribute(Appliance.realServer("routed/images", "i1"), "Requests")
                        .asLong())
                .isEqualTo(1);
        assertThat(appliance
                        .attribute(Appliance.virtualServer("routed/images"), "Policy")
                        .asText())
                .isEqualTo("lc");

        VirtualServerFile wrong = shop.with("route.40", "path=/x -> pool imgaes");
        appliance.process().configure(wrong);
        appliance.await(
                "the complaint",
                () -> appliance
                        .attribute(Appliance.virtualServer("routed"), "ConfigurationProblem")
                        .asText()
                        .contains(
                                "route.40 = pool imgaes (expected: one of the pools images, default; did you mean 'images'?)"));
        assertThat(get(port, "/img/bytes/10").statusCode()).isEqualTo(200);
        appliance.remove(shop);
    }

    @Test
    void shouldKeepClientsWithTheirServerByACookieThatOutlivesTheConfiguration(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("sticky", port).with("affinity", "cookie name=SRV");
        appliance.configure(shop, port);
        HttpResponse<String> first = get(port, "/bytes/1");
        String cookie = first.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
        String key = Files.readString(
                appliance.process().etc().resolveSibling("data/netchestra/affinity.key"),
                java.nio.charset.StandardCharsets.ISO_8859_1);

        for (int i = 0; i < 5; i++) {
            HttpResponse<String> next = get(port, "/bytes/1", "Cookie", cookie);
            assertThat(next.headers().firstValue("Set-Cookie")).isEmpty();
        }
        appliance.process().configure(shop.with("timeout-response", "7s"));
        appliance.await(
                "the new configuration",
                () -> appliance
                        .attribute(Appliance.virtualServer("sticky"), "Configuration")
                        .toString()
                        .contains("7s"));
        assertThat(get(port, "/bytes/1", "Cookie", cookie).headers().firstValue("Set-Cookie"))
                .isEmpty();
        assertThat(key).hasSize(32);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(
                        appliance.process().etc().resolveSibling("data/netchestra/affinity.key"))))
                .isEqualTo("rw-------");
        appliance.remove(shop);
    }

    @Test
    void shouldLimitASourceAndCountWhatItRefuses(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("limited", port).with("rate-limit", "1/m burst=5");
        appliance.configure(shop, port);

        int refused = 0;
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> reply = get(port, "/bytes/1");
            if (reply.statusCode() == 429) {
                refused++;
                assertThat(reply.headers().firstValue("Retry-After")).hasValue("60");
            }
        }

        assertThat(refused).isGreaterThanOrEqualTo(5);
        int counted = refused;
        appliance.await(
                "the counter",
                () -> appliance
                                .attribute(Appliance.virtualServer("limited"), "Refusals")
                                .path("rate-limited")
                                .asLong()
                        >= counted);
        appliance.remove(shop);
    }

    @Test
    void shouldLoseNothingWhileRequestsQueueAndLimitsChange(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = VirtualServerFile.http("queued", port)
                .server("s1=127.0.0.1:" + appliance.serverPort(0) + " max-in-flight=2")
                .server("s2=127.0.0.1:" + appliance.serverPort(1) + " max-in-flight=2");
        appliance.configure(shop, port);
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Void> changes = CompletableFuture.runAsync(() -> change(appliance, shop, over));

        LoadFigures figures = Generator.run(
                LoadPlan.toPort(port).connections(32).requests(40_000).targets(Target.bytes(1024)));

        over.set(true);
        changes.join();
        assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        assertThat(figures.succeeded()).isEqualTo(40_000);
        appliance.remove(shop);
    }

    /** Change upon change, each as soon as the one before it is in force. */
    private static void change(Appliance appliance, VirtualServerFile shop, AtomicBoolean over) {
        try {
            for (int i = 0; !over.get(); i++) {
                long before = revision(appliance, shop);
                appliance
                        .process()
                        .configure(shop.with("max-queue", "" + (1000 + i % 3))
                                .with("route.1", "path=/none" + i + " -> reply 404"));
                appliance.await("the change", () -> over.get() || revision(appliance, shop) > before);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static long revision(Appliance appliance, VirtualServerFile shop) throws IOException {
        return appliance
                .attribute(Appliance.virtualServer(shop.name()), "Revision")
                .asLong();
    }

    private HttpResponse<String> get(int port, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
