package org.netchestra.workload.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.workload.process.ProcessCost;

class BenchTest {
    private static final Path HOME = Path.of("../../benchmarks");
    private static final Scenario SMALL =
            new Scenario("small", "a < b & c", "wrk", Face.HTTP, 1, "GET", "/1k", 0, -1, 64, false, 0, false);

    private static Result result(String peer, int round, long requests, long cpuMicros) {
        Measurement measured = new Measurement(requests, 0, 2.0, requests * 1000, 1, 2, 3);
        return new Result(SMALL, peer, round, measured, new ProcessCost(cpuMicros, peer.equals("direct") ? 0 : 1));
    }

    private static Results results() {
        Results results = new Results();
        // The machine was slower in the second round: each ratio is taken within its own.
        results.add(result("haproxy", 1, 1000, 20_000));
        results.add(result("netchestra", 1, 1100, 11_000));
        results.add(result("haproxy", 2, 500, 20_000));
        results.add(result("netchestra", 2, 550, 11_000));
        results.add(result("haproxy", 3, 1000, 20_000));
        results.add(result("netchestra", 3, 900, 18_000));
        results.add(result("direct", 1, 3000, 0));
        return results;
    }

    @Test
    void shouldFillWhatItKnowsAndKeepOrDropLinesForLogs() {
        String template = "listen ${port};\n@log access_log ${run}/a;\n@plain access_log off;\nproxy $host ${other};\n";

        assertThat(Template.fill(template, Map.of("port", "80", "run", "/r"), true))
                .isEqualTo("listen 80;\naccess_log /r/a;\nproxy $host ${other};\n");
        assertThat(Template.fill(template, Map.of("port", "80", "run", "/r"), false))
                .isEqualTo("listen 80;\naccess_log off;\nproxy $host ${other};\n");
    }

    @Test
    void shouldLeaveNoVariableOpenInTheRealTemplates(@TempDir Path run) throws IOException {
        Ground ground = new Ground(HOME, run, List.of(1, 2, 3), true);

        Map<Face, Integer> ports = Map.of(Face.HTTP, 8080, Face.TLS, 8443, Face.H2, 8443, Face.TCP, 8081);
        try (Stream<Path> templates = Files.list(HOME.resolve("peers"))) {
            List<String> names =
                    templates.map(file -> String.valueOf(file.getFileName())).toList();
            assertThat(names).contains("haproxy.cfg", "nginx.conf", "origin.conf", "netchestra-http.cfg");
            for (String name : names) {
                assertThat(ground.template(name, ports)).as(name).doesNotContain("${", "@log", "@plain");
            }
        }
    }

    @Test
    void shouldReadEveryRealScenario() throws IOException {
        List<Scenario> scenarios = Scenario.readAll(HOME.resolve("scenarios"));

        assertThat(scenarios)
                .extracting(Scenario::name)
                .contains("small-64", "upload-16", "rate-64")
                .doesNotHaveDuplicates();
        assertThat(scenarios).allSatisfy(s -> assertThat(s.title()).isNotEmpty());
        assertThat(scenarios).filteredOn(s -> s.tool().equals("generator")).allMatch(s -> s.load() > 0);
    }

    @Test
    void shouldRefuseAScenarioWithAMisspeltKey(@TempDir Path directory) throws IOException {
        Path odd = Files.writeString(directory.resolve("20-y.properties"), "face = htp\n");
        assertThatThrownBy(() -> Scenario.read(odd))
                .hasMessageContaining("face = htp (expected: http, tls, h2 or tcp)");
        Path file = Files.writeString(directory.resolve("10-x.properties"), "conections = 3\n");

        assertThatThrownBy(() -> Scenario.read(file)).hasMessageContaining("conections (expected: one of");
    }

    @Test
    void shouldReadWhatWrkSays() throws IOException {
        String line = "RESULT requests=200 micros=2000000 bytes=5000000 errors=3 p50=1500 p99=20000 p999=30000\n";

        assertThat(Wrk.parse("Running 2s test\n" + line, 0))
                .isEqualTo(new Measurement(200, 3, 2.0, 5_000_000, 1.5, 20, 30));
        assertThat(Wrk.parse(line, 1_000_000).gbitPerSecond()).isEqualTo(0.8);
        assertThatThrownBy(() -> Wrk.parse("unable to connect", 0)).hasMessageContaining("unable to connect");
    }

    @Test
    void shouldReadWhatH2loadSays() throws IOException {
        String output = "finished in 2.00s, 100.00 req/s, 1.2MB/s\n"
                + "requests: 210 total, 210 started, 203 done, 200 succeeded, 3 failed, 3 errored, 0 timeout\n"
                + "traffic: 4.77MB (5000000) total, 1.00KB (1024) headers (space savings 90.0%), 4.0MB (4000000) data\n";
        long[] micros = LongStream.rangeClosed(1, 1000).map(i -> i * 1000).toArray();

        assertThat(H2load.parse(output, micros, 2)).isEqualTo(new Measurement(200, 3, 2.0, 5_000_000, 501, 991, 1000));
        assertThatThrownBy(() -> H2load.parse("connection refused", micros, 2))
                .hasMessageContaining("connection refused");
    }

    @Test
    void shouldTakeRatiosWithinARound() {
        Results results = results();

        assertThat(results.ratio(SMALL, "netchestra", "haproxy", Result::throughput))
                .hasValue(1.1);
        assertThat(Table.cpuRatio(results, SMALL, "netchestra", "haproxy")).hasValue(0.5);
        assertThat(results.ratio(SMALL, "nginx", "haproxy", Result::throughput)).isEmpty();
        assertThat(Results.median(new double[] {4, 1, 3, 2})).isEqualTo(2.5);
    }

    @Test
    void shouldPrintATableAndEveryResult() {
        Results results = results();

        String[] table = Table.of(results, SMALL, "haproxy").split("\n", -1);
        assertThat(table[2]).startsWith("  haproxy").contains(" 500 ", "(250 .. 500)", " 20.0 ", " 1.000 ");
        assertThat(table[3]).startsWith("  netchestra").contains(" 1.100 ", " 0.500 ");
        assertThat(table[4]).startsWith("  direct").contains(" 3.000 ").contains(" - ");
        assertThat(Table.csv(results).lines()).hasSize(8);
    }

    @Test
    void shouldDrawAPictureThatIsXml() throws Exception {
        byte[] svg = Plot.of(results(), "haproxy").getBytes(StandardCharsets.UTF_8);

        var document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(svg));
        // The background; a bar for each peer's throughput; one for each proxy's processor time.
        assertThat(document.getElementsByTagName("rect").getLength()).isEqualTo(1 + 3 + 2);
    }
}
