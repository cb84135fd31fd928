package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;

/** Files in etc: a good one takes effect at once and drops nothing, a bad one changes nothing and says what is wrong. */
@ExtendWith(Appliance.Shared.class)
final class ConfigurationIT {

    @Test
    void shouldTakeChangesWithoutDroppingARequest(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile one = VirtualServerFile.http("live", port).server("s1", appliance.serverPort(0));
        appliance.configure(one, port);
        try (Generator load = Generator.start(LoadPlan.toPort(port)
                .connections(16)
                .ratePerSecond(2000)
                .duration(Duration.ofSeconds(120))
                .targets(Target.bytes(200)))) {
            appliance.configure(one.server("s2", appliance.serverPort(1)), port);
            awaitShare(appliance, load, "s2", 0.4, 0.6);
            appliance.configure(
                    VirtualServerFile.http("live", port)
                            .policy("wrr")
                            .server("s1", appliance.serverPort(0), 9)
                            .server("s2", appliance.serverPort(1), 1),
                    port);
            awaitShare(appliance, load, "s2", 0.05, 0.15);
            appliance.configure(VirtualServerFile.http("live", port).server("s3", appliance.serverPort(2)), port);
            awaitShare(appliance, load, "s3", 1.0, 1.0);
            load.stop();
            LoadFigures figures = load.ended().join();
            assertThat(figures.failures()).as("%s", figures.samples()).isEqualTo(Map.of());
        }
        appliance.await(
                "the removed servers to be drained",
                () -> appliance.logLines("has finished its last exchange").stream()
                                .filter(line -> line.contains("live/"))
                                .count()
                        >= 2);
        appliance.remove(one);
    }

    private static void awaitShare(Appliance appliance, Generator load, String server, double low, double high)
            throws IOException {
        load.sinceLast();
        appliance.await(server + " to get " + low + ".." + high, () -> {
            pauseForTraffic();
            double share = load.sinceLast().share(server);
            return share >= low && share <= high;
        });
    }

    private static void pauseForTraffic() {
        java.util.concurrent.locks.LockSupport.parkNanos(Duration.ofMillis(300).toNanos());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "unknown key      | polcy = rr                     | :5: polcy = rr (expected: a known key; did you mean 'policy'?)",
                "bad address      | servers = s1=127.0.0.1:99999   | :4: servers = s1=127.0.0.1:99999 (expected: host:port",
                "duplicate server | servers = a=h:1, a=h:2         | :4: servers = a (expected: each server name only once)",
                "unknown policy   | policy = rrr                   | :3: policy = rrr (expected: one of",
                "unknown option   | policy = rr depth=3            | :3: policy = depth (expected: rr has no options)",
                "empty servers    | servers =                      | :4: servers = (empty) (expected: name=host:port",
                "bad listen       | listen = 8080                  | :1: listen = 8080 (expected: address:port to listen on",
                "bad timeout      | timeout-connect = soon         | :5: timeout-connect = soon (expected: a duration such as",
            })
    void shouldGoOnAndSayWhatIsWrong(String name, String line, String message, Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        String server = "bad" + Math.abs(name.hashCode());
        VirtualServerFile good = appliance.shop(server, port);
        appliance.configure(good, port);

        appliance.process().configure(good.fileName(), withLine(good.text(), line.strip()));

        String problem = good.fileName() + message.strip();
        appliance.await(
                "the log to say " + problem, () -> !appliance.logLines(problem).isEmpty());
        assertThat(appliance
                        .attribute(Appliance.virtualServer(server), "ConfigurationProblem")
                        .asText())
                .contains(problem);
        appliance.process().awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, Appliance.SOON);
        appliance.process().configure(good);
        appliance.await(
                "the problem to be gone",
                () -> appliance
                        .attribute(Appliance.virtualServer(server), "ConfigurationProblem")
                        .isNull());
        appliance.remove(good);
    }

    @Test
    void shouldTakeChangesByKarafsCommandsAsFastAsTheyComeAndHaveThemInTheFile(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile shop = appliance.shop("commanded", port);
        appliance.configure(shop, port);

        for (String policy : List.of("wlc", "lc", "sed", "nq", "swrr", "p2c", "maglev", "hrw", "first", "wlc")) {
            appliance
                    .process()
                    .jolokia(
                            ("{\"type\":\"exec\",\"mbean\":\"org.apache.karaf:type=config,name=root\",\"operation\":\"setProperty\","
                                            + "\"arguments\":[\"org.netchestra.virtualserver~commanded\",\"policy\",\"%s\"]}")
                                    .formatted(policy));
            appliance.await(
                    policy,
                    () -> appliance
                            .attribute(Appliance.virtualServer("commanded"), "Policy")
                            .asText()
                            .equals(policy));
        }

        assertThat(Files.readString(appliance.process().etc().resolve(shop.fileName())))
                .containsPattern("(?m)^policy *= *wlc$");
        appliance.remove(shop);
    }

    private static String withLine(String text, String line) {
        String key = line.substring(0, line.indexOf(' ')).strip();
        StringBuilder changed = new StringBuilder();
        boolean replaced = false;
        for (String old : text.lines().toList()) {
            boolean same = old.startsWith(key + " ");
            changed.append(same ? line : old).append('\n');
            replaced |= same;
        }
        return replaced ? changed.toString() : changed + line + "\n";
    }

    @Test
    void shouldGoOnWhenTheFileBecomesRubbish(Appliance appliance) throws IOException {
        int port = Appliance.freePort();
        VirtualServerFile good = appliance.shop("rubbish", port);
        appliance.configure(good, port);
        byte[] rubbish = new byte[4096];
        new Random(1).nextBytes(rubbish);

        Files.write(appliance.process().etc().resolve(good.fileName()), rubbish);

        appliance.await(
                "the log to name the file",
                () -> appliance.logLines(good.fileName()).stream()
                        .anyMatch(
                                line -> line.contains("WARN") || line.contains("ERROR") || line.contains("expected")));
        appliance.process().awaitAnswer(URI.create("http://127.0.0.1:" + port + "/bytes/1"), 200, Appliance.SOON);
        appliance.remove(good);
    }

    @Test
    void shouldSayThatThePortIsTaken(Appliance appliance) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            VirtualServerFile shop = appliance.shop("taken", taken.getLocalPort());

            appliance.process().configure(shop);

            appliance.await(
                    "the log to say it",
                    () -> appliance.logLines("virtual server taken cannot listen").stream()
                            .anyMatch(line -> line.contains("in use")));
            assertThat(appliance
                            .attribute(Appliance.virtualServer("taken"), "State")
                            .asText())
                    .isEqualTo("FAILED");
            appliance.remove(shop);
        }
    }
}
