package org.netchestra.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.BalancingPolicy;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;

/** Logs whose servers are known, because a simulation wrote them: the fit must find those servers again. */
final class LoggedTraceTest {

    private static final PolicyCatalog TURNS = new PolicyCatalog(Map.of("turns", new Turns()));
    private static final ServiceModel AS_TRACED = new ServiceModel(0, 0, 0);

    /** Server after server, and a random one after each round so that it is not all in step. */
    private static final class Turns implements BalancingPolicy {

        @Override
        public Picker newPicker(ServerPool pool, PolicyOptions options) {
            int[] next = {0};
            return request -> pool.size() == 0
                    ? null
                    : pool.members().get(next[0]++ % pool.size()).server();
        }
    }

    @Test
    void shouldFindSpeedsAndThatThereIsNoLimit() {
        List<ServerModel> servers = List.of(model("a", 1000, false, 1), model("b", 1000, false, 0.25));
        LoggedTrace found = LoggedTrace.of(recorded(servers, 100, 20_000_000, 3000), LoggedTrace.Clients.OPEN);
        assertThat(found.servers()).extracting(ServerModel::slots).containsOnly(ServerModel.UNLIMITED);
        assertThat(found.servers().get(0).speed() / found.servers().get(1).speed())
                .isCloseTo(4, within(0.4));
        assertExplains(found);
    }

    @Test
    void shouldFindASlotWithAQueue() {
        List<ServerModel> servers = List.of(model("a", 1, false, 1), model("b", 1, false, 0.5));
        LoggedTrace found = LoggedTrace.of(recorded(servers, 80, 10_000_000, 3000), LoggedTrace.Clients.OPEN);
        assertThat(found.servers()).extracting(ServerModel::slots).containsOnly(1);
        assertThat(found.servers()).extracting(ServerModel::shared).containsOnly(false);
        assertThat(found.servers().get(0).speed() / found.servers().get(1).speed())
                .isCloseTo(2, within(0.2));
        assertExplains(found);
    }

    @Test
    void shouldFindASharedProcessor() {
        List<ServerModel> servers = List.of(model("a", 1, true, 1), model("b", 1, true, 0.5));
        LoggedTrace found = LoggedTrace.of(recorded(servers, 80, 10_000_000, 3000), LoggedTrace.Clients.OPEN);
        assertThat(found.servers()).extracting(ServerModel::slots).containsOnly(1);
        assertThat(found.servers()).extracting(ServerModel::shared).containsOnly(true);
        assertExplains(found);
    }

    @Test
    void shouldSeeThatClientsWaitForTheirReplies() {
        List<LoggedExchange> log = new ArrayList<>();
        for (int number = 0; number < 100; number++) {
            for (int client = 0; client < 3; client++) {
                long at = number * 10_000_000L + client * 1_000_000L;
                log.add(new LoggedExchange(at, "shop", "10.0.0.1:" + client, "/a", "a", 9_500_000, 10, 0, false));
            }
        }
        assertThat(LoggedTrace.of(log, LoggedTrace.Clients.AUTO).closed()).isTrue();
        assertThat(LoggedTrace.of(log, LoggedTrace.Clients.OPEN).closed()).isFalse();
        assertExplains(LoggedTrace.of(log, LoggedTrace.Clients.AUTO));
    }

    @Test
    void shouldSayThatItExplainsNothingWhenAnotherPolicyWasInForce() {
        List<LoggedExchange> log = new ArrayList<>();
        for (int number = 0; number < 300; number++) {
            String server = number % 3 == 0 ? "b" : "a";
            log.add(new LoggedExchange(
                    number * 10_000_000L, "shop", "10.0.0.1:" + number, "/a", server, 2_000_000, 10, 0, false));
        }
        BackTest test = backTest(LoggedTrace.of(log, LoggedTrace.Clients.OPEN));
        assertThat(test.explains()).isFalse();
        assertThat(test.shareErrorPoints()).isCloseTo(16.7, within(0.5));
        assertThat(test.text()).contains("DO NOT TRUST");
    }

    @Test
    void shouldExplainByAnotherModelWhatTimesAloneDoNotTell() {
        // As many requests as servers take turns with are always there: times are the same with and without a limit.
        LoggedTrace trace = LoggedTrace.of(closedLoop(), LoggedTrace.Clients.CLOSED);
        assertThat(trace.servers()).extracting(ServerModel::slots).containsOnly(ServerModel.UNLIMITED);
        assertThat(trace.otherwise()).hasSizeGreaterThan(2);
        WhatIf whatIf = WhatIf.of(
                trace,
                explained -> new WhatIf.Question(
                        TURNS, List.of("turns"), explained.servers(), AS_TRACED, List.of(), Map.of()));
        assertThat(whatIf.backTest()).isNotNull().matches(BackTest::explains);
    }

    /** Two clients that ask one slow server at once, again and again. */
    private static List<LoggedExchange> closedLoop() {
        List<LoggedExchange> log = new ArrayList<>();
        for (int number = 0; number < 500; number++) {
            long at = number * 10_000_000L;
            log.add(new LoggedExchange(at, "shop", "10.0.0.1:" + number % 2, "/a", "a", 20_000_000, 10, 0, false));
        }
        return log;
    }

    private static void assertExplains(LoggedTrace trace) {
        BackTest test = backTest(trace);
        assertThat(test.explains()).as(test.text()).isTrue();
    }

    private static BackTest backTest(LoggedTrace trace) {
        PolicyChoice turns = new PolicyChoice(TURNS, "turns");
        TraceRun run = new TraceRun("turns", turns, trace.servers(), List.of(), AS_TRACED);
        return new BackTest(trace.recorded(), run.run(trace.arrivals(), List.of()));
    }

    private static ServerModel model(String name, int slots, boolean shared, double speed) {
        return new ServerModel(name, 1, slots, shared, speed, 0);
    }

    /** Poisson arrivals of three keys that cost 1, 2 and 4 times as much, give or take a tenth. */
    private static List<LoggedExchange> recorded(
            List<ServerModel> servers, double perSecond, long workNanos, int count) {
        SplittableRandom random = new SplittableRandom(7);
        List<Arrival> arrivals = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        double at = 0;
        for (int number = 0; number < count; number++) {
            at -= Math.log(1 - random.nextDouble()) / perSecond;
            int kind = random.nextInt(3);
            keys.add("/" + kind);
            long work = (long) (workNanos * (1 << kind) / 4.0 * random.nextDouble(0.9, 1.1));
            arrivals.add(Arrival.at((long) (at * 1e9), new TraceKey("/" + kind), new byte[6], 10, work));
        }
        PolicyChoice turns = new PolicyChoice(TURNS, "turns");
        Answers answers = new TraceRun("turns", turns, servers, List.of(), AS_TRACED)
                .run(arrivals, List.of())
                .answers();
        List<LoggedExchange> log = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            log.add(new LoggedExchange(
                    answers.startNanos(number),
                    "shop",
                    "10.0.0.1:" + number,
                    keys.get(number),
                    answers.servers().get(answers.server(number)),
                    answers.nanos(number),
                    10,
                    0,
                    false));
        }
        return log;
    }
}
