package org.netchestra.workload.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The load tool wrk: closed loop, on two threads. */
final class Wrk implements LoadTool {
    private static final String RESULT = "RESULT ";

    private final Path script;

    Wrk(Path script) {
        this.script = script;
    }

    @Override
    public Measurement run(Scenario scenario, int port, int seconds) throws IOException, InterruptedException {
        int threads = Math.min(2, scenario.connections());
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        "wrk",
                        "-t" + threads,
                        "-c" + scenario.connections(),
                        "-d" + seconds,
                        "--timeout",
                        "30",
                        "-s",
                        script.toString(),
                        scenario.face().scheme() + "://127.0.0.1:" + port + scenario.path()))
                .redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "BENCH_METHOD", scenario.method(),
                        "BENCH_BODY", Long.toString(scenario.body()),
                        "BENCH_CLOSE", Boolean.toString(scenario.close())));
        Process wrk = builder.start();
        String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (wrk.waitFor() != 0) {
            throw new IOException("wrk: " + output);
        }
        return parse(output, scenario.body());
    }

    /** Reads the line that the script prints; uploads count the bytes of their bodies, since wrk counts replies'. */
    static Measurement parse(String output, long body) throws IOException {
        Map<String, Long> values = new HashMap<>();
        for (String line : output.lines().filter(l -> l.startsWith(RESULT)).toList()) {
            for (String pair : line.substring(RESULT.length()).split(" ", -1)) {
                String[] keyAndValue = pair.split("=", 2);
                values.put(keyAndValue[0], Long.parseLong(keyAndValue[1]));
            }
        }
        if (values.isEmpty()) {
            throw new IOException("wrk: no result in its output: " + output);
        }
        long requests = values.getOrDefault("requests", 0L);
        return new Measurement(
                requests,
                values.getOrDefault("errors", 0L),
                values.getOrDefault("micros", 1L) / 1e6,
                body > 0 ? requests * body : values.getOrDefault("bytes", 0L),
                values.getOrDefault("p50", 0L) / 1e3,
                values.getOrDefault("p99", 0L) / 1e3,
                values.getOrDefault("p999", 0L) / 1e3);
    }
}
