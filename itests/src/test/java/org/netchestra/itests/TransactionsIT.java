package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.server.ServerProcess;

/** Paper 001's transactions of five steps on the booted appliance, and what an operator can see of them and do with them. */
@ExtendWith(Appliance.Shared.class)
final class TransactionsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String JOURNAL = "org.netchestra:type=Journal";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private CompletableFuture<HttpResponse<String>> step(int port, String name, int step, int millis) {
        return http.sendAsync(
                HttpRequest.newBuilder(
                                URI.create("http://127.0.0.1:" + port + "/delay/" + millis + "?" + name + "-" + step))
                        .timeout(LONG)
                        .header("Bank-Transfer", name)
                        .POST(HttpRequest.BodyPublishers.ofString("Data[" + step + "]"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static VirtualServerFile bank(String name, int port) {
        return VirtualServerFile.http(name, port)
                .with("fail-safe", "paper")
                .with("transaction", "named-header")
                .with("transaction-name", "Bank-Transfer");
    }

    @Test
    void shouldCompleteATransactionWhoseServerIsKilledInItsFourthStep(Appliance appliance, @TempDir Path directory)
            throws IOException, TimeoutException {
        int port = Appliance.freePort();
        Map<String, Path> ledgers = Map.of("NODE0", directory.resolve("NODE0"), "NODE1", directory.resolve("NODE1"));
        try (ServerProcess node0 = server("NODE0", ledgers);
                ServerProcess node1 = server("NODE1", ledgers)) {
            VirtualServerFile bank =
                    bank("bank", port).server("NODE0", node0.port()).server("NODE1", node1.port());
            appliance.configure(bank, port);
            String home = "";
            for (int number = 1; number <= 3; number++) {
                HttpResponse<String> reply = step(port, "t", number, 1).join();
                assertThat(reply.statusCode()).isEqualTo(200);
                home = reply.headers().firstValue("x-served-by").orElseThrow();
            }
            CompletableFuture<HttpResponse<String>> fourth = step(port, "t", 4, 1_500);
            appliance.await(
                    "the fourth step in flight",
                    () -> transaction(appliance, "bank").path("inFlight").asBoolean());
            assertThat(fourth).isNotDone();
            (home.equals("NODE0") ? node0 : node1).process().kill();
            String other = home.equals("NODE0") ? "NODE1" : "NODE0";

            assertThat(List.of(fourth.join(), step(port, "t", 5, 1).join())).allSatisfy(reply -> {
                assertThat(reply.statusCode()).isEqualTo(200);
                assertThat(reply.headers().firstValue("x-served-by")).hasValue(other);
            });
            long number = transaction(appliance, "bank").path("number").asLong();
            assertThat(appliance.logLines("Detecting Broken Transaction " + number + " on " + home + " in step 4"))
                    .isNotEmpty();
            assertThat(appliance.logLines("Continuing Transaction " + number + " on " + other))
                    .isNotEmpty();
            for (int number3 = 1; number3 <= 3; number3++) {
                String mark = "?t-" + number3;
                assertThat(Files.readAllLines(ledger(ledgers, home)))
                        .filteredOn(line -> line.endsWith(mark))
                        .hasSize(1);
                assertThat(Files.readAllLines(ledger(ledgers, other))).noneMatch(line -> line.endsWith(mark));
            }
            appliance.remove(bank);
        }
    }

    @Test
    void shouldLetAnOperatorSendAStepElsewhereAndEndATransaction(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile bank =
                bank("tills", port).server("s1", appliance.serverPort(0)).server("s2", appliance.serverPort(1));
        appliance.configure(bank, port);
        String home =
                step(port, "u", 1, 1).join().headers().firstValue("x-served-by").orElseThrow();
        long number = transaction(appliance, "tills").path("number").asLong();
        String listed = appliance.process().shell("netchestra:transaction-list --no-format");
        assertThat(listed).contains("tills").contains(Long.toString(number)).contains(home);

        CompletableFuture<HttpResponse<String>> second = step(port, "u", 2, 3_000);
        awaitStep(appliance);
        assertThat(call(appliance, "resendTransaction", number).asBoolean()).isTrue();
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(second.join().headers().firstValue("x-served-by").orElseThrow())
                .isNotEqualTo(home);
        assertThat(second.join().headers().firstValue("netchestra-replay")).hasValue("at-least-once");

        CompletableFuture<HttpResponse<String>> third = step(port, "u", 3, 25_000);
        awaitStep(appliance);
        assertThat(appliance.process().shell("netchestra:transaction-abort " + number))
                .doesNotContain("Error");
        assertThat(third.join().statusCode()).isGreaterThanOrEqualTo(500);
        assertThat(third.join().headers().firstValue("netchestra-outcome")).hasValue("unknown");
        appliance.await("its end", () -> transaction(appliance, "tills").isMissingNode());
        appliance.remove(bank);
    }

    private static void awaitStep(Appliance appliance) throws IOException {
        appliance.await(
                "a step in flight",
                () -> transaction(appliance, "tills").path("inFlight").asBoolean());
    }

    private static ServerProcess server(String name, Map<String, Path> ledgers) throws IOException, TimeoutException {
        return ServerProcess.start(
                name, 0, List.of("--ledger", ledger(ledgers, name).toString()));
    }

    private static Path ledger(Map<String, Path> ledgers, String name) {
        Path found = ledgers.get(name);
        assertThat(found).as(name).isNotNull();
        return found;
    }

    /** The one transaction of a virtual server over JMX; a missing node when there is none. */
    private static JsonNode transaction(Appliance appliance, String virtualServer) throws IOException {
        for (JsonNode row : call(appliance, "listTransactions", 100)) {
            if (row.path("virtualServer").asText().equals(virtualServer)) {
                return row;
            }
        }
        return JSON.missingNode();
    }

    private static JsonNode call(Appliance appliance, String operation, long argument) throws IOException {
        String request = JSON.writeValueAsString(
                Map.of("type", "exec", "mbean", JOURNAL, "operation", operation, "arguments", List.of(argument)));
        JsonNode answer = JSON.readTree(appliance.process().jolokia(request));
        assertThat(answer.path("status").asInt()).as("%s", answer).isEqualTo(200);
        return answer.path("value");
    }
}
