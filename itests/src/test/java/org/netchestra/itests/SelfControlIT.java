package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Weights that follow the response times: a slow server gets less, and every move is on record. */
@ExtendWith(Appliance.Shared.class)
final class SelfControlIT {

    @ParameterizedTest
    @ValueSource(strings = {"paper", "adaptive", "pi"})
    void shouldGiveASlowServerLess(String rule, Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        String name = "auto-" + rule;
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer slow = slowServer(threads);
        VirtualServerFile shop = VirtualServerFile.http(name, port)
                .policy("swrr")
                .server("s1", appliance.serverPort(0))
                .server("slow", slow.getAddress().getPort())
                .with("controller", rule);
        appliance.configure(shop, port);
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(32)
                .ratePerSecond(150)
                .duration(Duration.ofSeconds(90))
                .targets(Target.get("/delay/5")))) {
            appliance.await(
                    "the slow server to lose six points",
                    () -> weight(appliance, name, "slow") + 6 <= weight(appliance, name, "s1"));
            load.stop();
            LoadFigures figures = load.ended().join();
            assertThat(figures.byServer()).containsOnlyKeys("s1", "slow");
            assertThat(figures.byStatus()).as("%s", figures.samples()).containsOnlyKeys(200);
        } finally {
            slow.stop(0);
            threads.shutdownNow();
        }
        Path record = appliance.process().directory().resolve("data/netchestra/weights-" + name + ".tsv");
        assertThat(Files.readString(record)).contains("# controller kind=" + rule, "\tslow\t", "slower");
        assertThat(appliance.attribute("org.netchestra:type=Controller,virtualServer=" + name, "Recent"))
                .isNotEmpty();
        appliance.process().configure(shop.fileName(), shop.text().replace("controller = " + rule, "controller = off"));
        appliance.await("the configured weights to return", () -> weight(appliance, name, "slow") == 1);
        appliance.remove(shop);
    }

    private static int weight(Appliance appliance, String virtualServer, String server) throws IOException {
        return appliance
                .attribute(Appliance.realServer(virtualServer, server), "Weight")
                .asInt();
    }

    private static HttpServer slowServer(ExecutorService threads) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
        server.setExecutor(threads);
        server.createContext("/", SelfControlIT::answerSlowly);
        server.start();
        return server;
    }

    private static void answerSlowly(HttpExchange exchange) throws IOException {
        LockSupport.parkNanos(Duration.ofMillis(60).toNanos());
        exchange.getResponseHeaders().set("X-Served-By", "slow");
        exchange.sendResponseHeaders(200, -1);
        exchange.close();
    }
}
