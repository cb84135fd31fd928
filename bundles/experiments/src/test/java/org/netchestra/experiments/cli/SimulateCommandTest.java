package org.netchestra.experiments.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.PolicyChoice;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.ServiceModel;
import org.netchestra.simulation.SimulatedController;
import org.netchestra.simulation.SyntheticTraces;
import org.netchestra.simulation.TraceRun;

class SimulateCommandTest {

    private static final String MIX = "path,size,weight,type\n/a,1000,50,x\n/b,1000,30,x\n/c,1000,20,x\n/d,1000,20,x\n";

    private static final ServiceModel ONE_MILLI = new ServiceModel(1_000_000, 0, 0);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void shouldQueueAndServeInVirtualTime() throws IOException {
        Path trace = file("time,key,size,service\n0,/a,0,0.5\n0.1,/a,0,0.5\n0.2,/a,0,0.5\n0.3,/a,0,0.5\n");
        assertThat(simulate(trace, "--policies", "rr", "--servers", "a:1:1,b:1:1:2"))
                .isEqualTo(Main.SUCCESS);
        // a: 0..500 and, after waiting from 200 on, 500..1000; b, twice as fast: 100..350 and 350..600.
        assertThat(output())
                .containsPattern("p50 ms +500.00\n")
                .containsPattern("p99 ms +800.00\n")
                .containsPattern("longest queue +1\n")
                .containsPattern("share a +50.0 %\n");
    }

    @Test
    void shouldTellWhatEachPolicyMovesWhenAServerLeaves() throws IOException {
        assertThat(simulate(
                        file(MIX),
                        "--policies",
                        "hrw,rr",
                        "--servers",
                        "4",
                        "--requests",
                        "4000",
                        "--rate",
                        "1000",
                        "--at",
                        "2:leave:server4"))
                .isEqualTo(Main.SUCCESS);
        assertThat(output()).containsPattern("moved: server4 leave +(0.0|25.0|50.0|75.0) % +");
    }

    @Test
    void cachesShouldHitMoreWhenAKeyHasOneServer() throws IOException {
        assertThat(simulate(
                        file(MIX),
                        "--policies",
                        "rr,mit-ch",
                        "--servers",
                        "4",
                        "--requests",
                        "5000",
                        "--cache",
                        "1500"))
                .isEqualTo(Main.SUCCESS);
        String hits = output().lines()
                .filter(line -> line.startsWith("hit rate"))
                .findFirst()
                .orElseThrow();
        String[] rates = hits.substring("hit rate".length()).strip().split(" % *");
        assertThat(Double.parseDouble(rates[1])).isGreaterThan(Double.parseDouble(rates[0]) + 10);
    }

    @Test
    void shouldGiveTheSameFiguresForTheSameSeed() throws IOException {
        Path trace = file(MIX);
        simulate(trace, "--policies", "lc,random seed=3", "--servers", "3", "--requests", "3000");
        String first = output();
        printed.reset();
        simulate(trace, "--policies", "lc,random seed=3", "--servers", "3", "--requests", "3000");
        assertThat(output()).isEqualTo(first);
    }

    @Test
    void shouldShowAServerThatBecomesSlow() throws IOException {
        Path trace = file(MIX);
        simulate(trace, "--policies", "rr", "--servers", "3", "--requests", "6000");
        double quiet = p95();
        printed.reset();
        simulate(trace, "--policies", "rr", "--servers", "3", "--requests", "6000", "--at", "0.1:slow:server1:4");
        assertThat(p95()).isGreaterThan(5 * quiet);
    }

    @Test
    void shouldDrawAPageThatIsWellFormed() throws Exception {
        Path page = directory.resolve("page.html");
        simulate(file(MIX), "--policies", "rr,lc", "--servers", "3", "--requests", "500", "--html", page.toString());
        String html = Files.readString(page);
        assertThat(html).contains("<polyline", "<rect", "What if: trace");
        String body = html.substring(html.indexOf("<svg"), html.indexOf("</svg>") + 6);
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void shouldComputeAControllersRecordAgain() throws IOException {
        SimulatedController controller = new SimulatedController(Map.of("controller", "pi"), "sed");
        List<ServerModel> servers =
                List.of(ServerModel.queueing("a", 1, 1, 1, 0), ServerModel.queueing("b", 1, 1, 0.25, 0));
        new TraceRun("sed", new PolicyChoice(DeclaredPolicies.catalog(), "sed"), servers, List.of(), ONE_MILLI)
                .controlledBy(controller)
                .run(SyntheticTraces.fixedRate(200, new long[] {10_000_000}, 4000), List.of());
        String record = String.join("\n", controller.record()) + "\n";
        assertThat(simulate(file(record))).as(output()).isEqualTo(Main.SUCCESS);
        assertThat(output()).contains("periods computed again, 0 weights differ");
        String[] lines = record.split("\n");
        String[] last = lines[lines.length - 1].split("\t");
        last[11] = Integer.toString(Integer.parseInt(last[11]) + 1);
        lines[lines.length - 1] = String.join("\t", last);
        printed.reset();
        assertThat(simulate(file(String.join("\n", lines)))).isEqualTo(Main.FAILURE);
        assertThat(output()).contains("1 weights differ", "b has " + last[11] + " in the record");
        assertThat(simulate(file("# controller kind=pi\n"))).isEqualTo(Main.USAGE);
    }

    @Test
    void shouldTestWhatWasInForceAgainstAnAccessLog() throws IOException {
        StringBuilder log = new StringBuilder();
        for (int number = 0; number < 600; number++) {
            log.append(String.format(
                    "10.0.0.1:%d [21/Nov/2026:11:31:%02d.%03d] shop shop/s%d 0/0/1/12/%d 200 100 - - ---- -/-/-/3/0 -/- \"GET /a HTTP/1.1\"%n",
                    1000 + number, number / 20, number % 20 * 50, number % 2, number % 2 == 0 ? 10 : 30));
        }
        Path page = directory.resolve("log.html");
        assertThat(simulate(file(log.toString()), "--policies", "rr,lc", "--html", page.toString()))
                .as(output())
                .isEqualTo(Main.SUCCESS);
        assertThat(output())
                .contains("back-test of rr", "600 exchanges over 30.0 s", "The simulation explains what was recorded")
                .containsPattern("share s0 +50.0 % +50.0 % +[+-]0.0 points");
        assertThat(Files.readString(page)).contains("back-test of rr");
        printed.reset();
        simulate(file(log.toString()), "--policies", "rr,lc", "--servers", "s0:3,s1,s2");
        assertThat(output()).contains("DO NOT TRUST", "s2: weight 1", "not in the log");
        assertThat(simulate(file(log.toString()), "--policies", "rr", "--virtual-server", "blog"))
                .isEqualTo(Main.USAGE);
        assertThat(simulate(file(log.toString()), "--policies", "rr", "--clients", "half-open"))
                .isEqualTo(Main.USAGE);
    }

    @Test
    void shouldRefuseWhatItDoesNotUnderstand() throws IOException {
        Path trace = file(MIX);
        assertThat(simulate(trace, "--policies", "tarot", "--servers", "3")).isEqualTo(Main.USAGE);
        assertThat(simulate(trace, "--policies", "rr wheel=7", "--servers", "3"))
                .isEqualTo(Main.USAGE);
        assertThat(simulate(trace, "--policies", "rr", "--servers", "a,a")).isEqualTo(Main.USAGE);
        assertThat(simulate(trace, "--policies", "rr", "--servers", "3", "--at", "1:leave:nobody"))
                .isEqualTo(Main.USAGE);
        assertThat(simulate(file("time,key\nnoon,/a\n"), "--policies", "rr", "--servers", "3"))
                .isEqualTo(Main.USAGE);
        assertThat(output())
                .contains("policy: tarot", "option: [wheel]", "each name once", "server: nobody", "line 2: noon,/a");
    }

    @Test
    void shouldSayWhatIsWrongAndWhatWasExpected() throws IOException {
        Path trace = file(MIX);
        simulate(directory.resolve("nowhere"), "--policies", "rr", "--servers", "3");
        simulate(directory, "--policies", "rr", "--servers", "3");
        simulate(file("\n"), "--policies", "rr", "--servers", "3");
        simulate(trace, "--policies", "wlcc", "--servers", "3");
        simulate(trace, "--policies", "rr", "--servers", "a:1:1:fast");
        simulate(trace, "--policies", "rr", "--servers", "3", "--at", "1:explode:server1");
        simulate(trace, "--policies", "rr", "--servers", "3", "--at", "soon:leave:server1");
        simulate(trace, "--policies", "rr", "--servers", "3", "--html", directory.toString());
        assertThat(output())
                .contains(
                        "nowhere: no such file",
                        "cannot be read: ",
                        "empty (expected: at least one request)",
                        "did you mean 'wlc'?",
                        "--servers: a:1:1:fast (expected: name[:weight",
                        "--at: 1:explode:server1 (expected: SECONDS:leave|join|slow",
                        "--at: soon:leave:server1 (expected",
                        "--html: " + directory + " cannot be written");
    }

    private double p95() {
        String line = output().lines()
                .filter(text -> text.startsWith("p95"))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring("p95 ms".length()).strip());
    }

    private Path file(String content) throws IOException {
        return Files.writeString(directory.resolve("trace" + content.hashCode()), content);
    }

    private int simulate(Path trace, String... options) {
        String[] arguments = Stream.concat(Stream.of("simulate", trace.toString()), Stream.of(options))
                .toArray(String[]::new);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        return Main.run(out, out, arguments);
    }

    private String output() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
