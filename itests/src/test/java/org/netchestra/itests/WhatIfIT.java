package org.netchestra.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.netchestra.workload.appliance.VirtualServerFile;
import org.netchestra.workload.generator.Generator;
import org.netchestra.workload.generator.LoadFigures;
import org.netchestra.workload.generator.LoadPlan;
import org.netchestra.workload.generator.Target;
import org.netchestra.workload.server.ServerProcess;

/**
 * What-if over the appliance's own access log of a run against servers of known, different speed: the simulation of the policy
 * in force must agree with what was recorded, shares within 1 point and p50 within 20 %. Two get more room: chance without a
 * seed falls differently each time, and clients in a closed loop carry one race of two event loops on to the end.
 */
@ExtendWith(Appliance.Shared.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class WhatIfIT {

    private static final int CLOSED_LOOP = 0;
    private static final int CLIENTS = 6;
    private static final String LOG = "org.netchestra.accesslog.cfg";

    private final List<ServerProcess> servers = new ArrayList<>();

    @BeforeAll
    void start() throws IOException, TimeoutException {
        for (String micros : List.of("10000", "20000", "40000")) {
            servers.add(ServerProcess.start("w" + micros, 0, List.of("--work", micros + "us")));
        }
    }

    @AfterAll
    void stop(Appliance appliance) throws IOException {
        servers.forEach(ServerProcess::close);
        Files.deleteIfExists(appliance.process().etc().resolve(LOG));
    }

    @ParameterizedTest
    @CsvSource({
        "json, rr, 45, 1",
        "haproxy, swrr, 30, 1",
        "json, wrr, 30, 1",
        "json, lc, 60, 1",
        "haproxy, wlc, 60, 1",
        "json, sed, 110, 1",
        "json, p2c seed=7, 50, 1",
        "json, p2c, 50, 6",
        "json, wlc, 0, 6"
    })
    void shouldExplainWhatWasRecorded(String format, String policy, int rate, double points, Appliance appliance)
            throws IOException {
        int port = Appliance.freePort();
        String name = "whatif-" + policy.replace(' ', '-').replace('=', '-') + "-" + rate;
        Path log = appliance.process().directory().resolve("data/log/" + name + ".log");
        appliance.process().configure(LOG, "format = " + format + "\nfile = " + log + "\n");
        VirtualServerFile shop = VirtualServerFile.http(name, port).policy(policy);
        for (ServerProcess server : servers) {
            shop = shop.server(server.name(), server.port());
        }
        appliance.configure(shop, port);
        appliance.await("the access log of this run", () -> Files.exists(log));
        LoadPlan plan = LoadPlan.toPort(port)
                .connections(rate == CLOSED_LOOP ? CLIENTS : 40)
                .duration(Duration.ofSeconds(20))
                .targets(Target.get("/busy"));
        LoadFigures load = Generator.run(rate == CLOSED_LOOP ? plan : plan.ratePerSecond(rate));
        assertThat(load.failed()).as("%s", load.samples()).isZero();
        appliance.await("every line", () -> lines(log) >= load.succeeded());
        String table = appliance.process().shell("netchestra:policy-whatif " + name + " lc 'bounded-ring key=path'");
        System.out.println(table);
        assertThat(table)
                .contains("back-test of " + policy, "bounded-ring key=path", "share w40000", "moved: w40000 leave");
        assertThat(errors(table, "p50 ms .* ([-+.\\d]+) %")).allMatch(error -> error <= 20);
        assertThat(errors(table, "share w\\d+ .* ([-+.\\d]+) points"))
                .hasSize(3)
                .allMatch(error -> error <= points);
        appliance.remove(shop);
    }

    /** The errors in the lines of a table that a pattern finds, without their signs. */
    private static List<Double> errors(String table, String line) {
        return table.lines()
                .map(Pattern.compile(line)::matcher)
                .filter(Matcher::find)
                .map(found -> Math.abs(Double.parseDouble(found.group(1))))
                .toList();
    }

    private static long lines(Path log) throws IOException {
        return Files.readAllLines(log).stream()
                .filter(line -> line.contains("/busy"))
                .count();
    }
}
