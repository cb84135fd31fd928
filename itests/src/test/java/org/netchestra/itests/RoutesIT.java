package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.netchestra.workload.appliance.VirtualServerFile;

/** Camel routes as files: the shipped one writes events down, others come and go while the appliance runs. */
@ExtendWith(Appliance.Shared.class)
final class RoutesIT {

    @Test
    void shouldWriteEventsToAFile(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("written", port);
        appliance.configure(shop, port);

        appliance.await("the event in the file", () -> events(appliance).contains("written"));

        assertThat(events(appliance)).contains("virtualserver/started");
        appliance.remove(shop);
    }

    @Test
    void shouldDeployAndRemoveARouteWhileRunning(Appliance appliance) throws IOException {
        Path route = appliance.process().directory().resolve("routes/itest.camel.xml");
        Path seen = appliance.process().directory().resolve("data/itest-events.txt");

        Files.writeString(route, """
                <routes xmlns="http://camel.apache.org/schema/spring">
                  <route id="itest">
                    <from uri="netchestra:events?topics=virtualserver/*"/>
                    <to uri="file:{{karaf.data}}?fileName=itest-events.txt&amp;fileExist=Append&amp;appendChars=%0A"/>
                  </route>
                </routes>
                """.replace("{{karaf.data}}", seen.getParent().toString()));
        appliance.await(
                "the route",
                () -> appliance.process().shell("log:display -n 400").contains("itest"));
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("routed", port);
        appliance.configure(shop, port);
        appliance.await(
                "the route's file",
                () -> Files.exists(seen) && Files.readString(seen).contains("routed"));

        Files.delete(route);
        appliance.remove(shop);
    }

    @Test
    void shouldSendTheRequestsOfAVirtualServerThroughARoute(Appliance appliance) throws Exception {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("shop", port).with("path", "camel");
        appliance.process().configure(shop);
        appliance.await("a virtual server without a route", () -> status(port, "/bytes/5") == 503);

        Path route = appliance.process().directory().resolve("routes/shop-exchange.camel.xml");
        Files.copy(route.resolveSibling("samples").resolve(route.getFileName()), route);
        appliance.await("the route", () -> status(port, "/bytes/5") == 200);

        HttpResponse<byte[]> large = get(port, "/bytes/3000000");
        assertThat(large.body()).hasSize(3_000_000);
        assertThat(large.headers().firstValue("X-Served-By")).hasValue("netchestra");
        assertThat(get(port, "/ping").body())
                .asString(StandardCharsets.US_ASCII)
                .isEqualTo("pong");
        appliance.await(
                "the wire tap's line", () -> !appliance.logLines("GET /ping").isEmpty());

        Files.delete(route);
        appliance.await("no route", () -> status(port, "/bytes/5") == 503);
        appliance.remove(shop);
    }

    /** 0 as long as nobody listens. */
    private static int status(int port, String target) throws IOException {
        try {
            return get(port, target).statusCode();
        } catch (ConnectException notYet) {
            return 0;
        }
    }

    private static HttpResponse<byte[]> get(int port, String target) throws IOException {
        try {
            return HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + target))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException(interrupted);
        }
    }

    private static String events(Appliance appliance) throws IOException {
        Path directory = appliance.process().directory().resolve("data/netchestra");
        if (!Files.isDirectory(directory)) {
            return "";
        }
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("events-"))
                    .toList()) {
                all.append(Files.readString(file));
            }
        }
        return all.toString();
    }
}
