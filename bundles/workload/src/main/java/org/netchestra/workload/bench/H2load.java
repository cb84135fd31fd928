package org.netchestra.workload.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The load tool h2load (nghttp2): closed loop, HTTP/2, several streams a connection, on two threads. */
final class H2load implements LoadTool {

    private static final Pattern FINISHED = Pattern.compile("finished in ([0-9.]+)(us|ms|s)");
    private static final Pattern REQUESTS =
            Pattern.compile("requests: (\\d+) total, \\d+ started, (\\d+) done, (\\d+) succeeded, (\\d+) failed");
    private static final Pattern BYTES = Pattern.compile("traffic: \\S+ \\((\\d+)\\) total");

    @Override
    public Measurement run(Scenario scenario, int port, int seconds) throws IOException, InterruptedException {
        Path log = Files.createTempFile("netchestra-h2load", ".tsv");
        try {
            Process tool = new ProcessBuilder(List.of(
                            "h2load",
                            "-t" + Math.min(2, scenario.connections()),
                            "-c" + scenario.connections(),
                            "-m" + scenario.streams(),
                            "-D" + seconds,
                            "--log-file=" + log,
                            scenario.face().scheme() + "://127.0.0.1:" + port + scenario.path()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (tool.waitFor() != 0) {
                throw new IOException("h2load: " + output);
            }
            return parse(output, times(log), seconds);
        } finally {
            Files.delete(log);
        }
    }

    /** The response times in microseconds, sorted; lines are start, status, time. */
    private static long[] times(Path log) throws IOException {
        try (Stream<String> lines = Files.lines(log)) {
            long[] times = lines.map(line -> line.split("\t", -1))
                    .filter(fields -> fields.length >= 3 && fields[1].equals("200"))
                    .mapToLong(fields -> Long.parseLong(fields[2]))
                    .toArray();
            Arrays.sort(times);
            return times;
        }
    }

    static Measurement parse(String output, long[] sortedMicros, int seconds) throws IOException {
        Matcher requests = REQUESTS.matcher(output);
        Matcher bytes = BYTES.matcher(output);
        if (!requests.find() || !bytes.find() || !FINISHED.matcher(output).find()) {
            throw new IOException("h2load: no result in its output: " + output);
        }
        long succeeded = Long.parseLong(requests.group(3));
        return new Measurement(
                succeeded,
                // Those in flight at the end are no errors; h2load counts them as not done.
                Long.parseLong(requests.group(2)) - succeeded,
                seconds,
                Long.parseLong(bytes.group(1)),
                quantile(sortedMicros, 0.5),
                quantile(sortedMicros, 0.99),
                quantile(sortedMicros, 0.999));
    }

    private static double quantile(long[] sorted, double part) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, part * sorted.length)] / 1e3;
    }
}
