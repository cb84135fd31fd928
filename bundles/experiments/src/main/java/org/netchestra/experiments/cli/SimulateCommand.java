package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.simulation.AccessLogReader;
import org.netchestra.simulation.Arrival;
import org.netchestra.simulation.LoggedTrace;
import org.netchestra.simulation.LoggedTrace.Clients;
import org.netchestra.simulation.RequestMix;
import org.netchestra.simulation.ServerModel;
import org.netchestra.simulation.TraceReader;
import org.netchestra.simulation.WhatIf;

/**
 * {@code simulate TRACE}: what policies would make of a trace; the first one is the current, the others are candidates. An
 * access log tests the current one against what really happened.
 */
final class SimulateCommand {

    private static final String USAGE = """
            usage: simulate TRACE --policies 'rr,bounded-ring key=path load-factor=1.25,...' [--servers N|SERVER,...] [options]
              TRACE    an access log (json or haproxy); CSV of time,key,size,service[,client] in seconds and bytes;
                       or path,size,weight for generated arrivals; or a weight controller's record, to be computed again
              SERVER   name[:weight[:slots[:speed[:cache bytes]]]]; an access log knows its servers: name[:weight[::speed]]
              --slots N  --cache BYTES          for servers that do not say (4, 0: no cache)
              --at SECONDS:leave|join|slow:SERVER[:FACTOR]   may be given several times; a server that joins is absent before
              --controller paper|adaptive|pi    moves the weights as the appliance would
              --html FILE                       the comparison as a page with plots
            access log:
              --virtual-server NAME             when the log has several
              --clients auto|open|closed        whether requests wait for their connection's last reply (auto)
              --exchanges N                     the last N of the log (200000)
            other traces:
              --rate R  --requests N  --seed S  of generated arrivals (70 % of what the servers can do, 100000, 1)
              --base-ms X  --megabits X         service time where the trace has none: base + size / rate (1, 1000)
              --miss-ms X                       on top of it when a server's cache does not have the file (10; access log: 0)""";

    private SimulateCommand() {}

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            Options options = Options.parse(
                    List.of(arguments),
                    "policies",
                    "servers",
                    "slots",
                    "cache",
                    "rate",
                    "requests",
                    "seed",
                    "base-ms",
                    "megabits",
                    "miss-ms",
                    "at",
                    "controller",
                    "virtual-server",
                    "clients",
                    "exchanges",
                    "html");
            return simulate(options, out);
        } catch (IllegalArgumentException | IOException wrong) {
            err.println(arguments.length == 0 ? USAGE : wrong.getMessage() + "\n('simulate' alone tells the options)");
            return Main.USAGE;
        }
    }

    private static int simulate(Options options, PrintStream out) throws IOException {
        if (options.operands().size() != 1) {
            throw new IllegalArgumentException("trace: " + options.operands() + " (expected: one file)");
        }
        Path trace = Path.of(options.operands().get(0));
        List<String> lines = lines(trace);
        if (RecordReplay.isRecord(lines)) {
            return RecordReplay.run(lines, out);
        }
        WhatIf whatIf = AccessLogReader.isAccessLog(lines) ? logged(options, lines, out) : traced(options, lines);
        out.print(whatIf.text());
        String html = options.text("html");
        if (html != null) {
            write(Path.of(html), whatIf.page("What if: " + trace.getFileName()));
        }
        return Main.SUCCESS;
    }

    private static List<String> lines(Path trace) throws IOException {
        List<String> lines;
        try {
            lines = TraceReader.lines(trace);
        } catch (NoSuchFileException missing) {
            throw new IOException("trace: " + trace + ": no such file", missing);
        } catch (CharacterCodingException binary) {
            throw new IOException("trace: " + trace + ": not a text in UTF-8", binary);
        } catch (IOException unreadable) {
            throw new IOException("trace: " + trace + ": cannot be read: " + unreadable.getMessage(), unreadable);
        }
        if (lines.stream().allMatch(String::isBlank)) {
            throw new IOException("trace: " + trace + ": empty (expected: at least one request)");
        }
        return lines;
    }

    private static void write(Path page, String text) throws IOException {
        try {
            Files.writeString(page, text);
        } catch (IOException failure) {
            throw new IOException("--html: " + page + " cannot be written: " + failure, failure);
        }
    }

    private static WhatIf logged(Options options, List<String> lines, PrintStream out) throws IOException {
        AccessLogReader reader = new AccessLogReader(options.text("virtual-server"));
        int most = options.integer("exchanges", 200_000, 1, 10_000_000);
        for (String line : lines.subList(Math.max(0, lines.size() - most), lines.size())) {
            reader.line(line);
        }
        LoggedTrace trace = LoggedTrace.of(reader, clients(options));
        if (reader.leftOut() > 0) {
            out.printf("%d lines without a whole reply of a real server are left out%n", reader.leftOut());
        }
        return WhatIf.of(trace, explained -> question(options, SimulatedServers.of(options, explained), 0));
    }

    private static WhatIf traced(Options options, List<String> lines) throws IOException {
        WhatIf.Question question = question(options, SimulatedServers.of(options), 10);
        TraceReader reader = new TraceReader();
        return WhatIf.of(
                TraceReader.isMix(lines) ? generated(options, lines, reader, question) : reader.read(lines), question);
    }

    private static List<Arrival> generated(
            Options options, List<String> lines, TraceReader reader, WhatIf.Question question) throws IOException {
        RequestMix mix = RequestMix.parse(lines);
        double serviceSeconds =
                (question.service().baseNanos() + question.service().nanosPerByte() * mix.meanBytes()) / 1e9;
        double capacity = question.servers().stream()
                        .mapToDouble(server -> server.slots() * server.speed())
                        .sum()
                / serviceSeconds;
        return reader.generate(
                mix,
                options.integer("requests", 100_000, 1, 100_000_000),
                options.decimal("rate", 0.7 * capacity, 1e-6, 1e9),
                options.integer("seed", 1, 0, Integer.MAX_VALUE));
    }

    private static WhatIf.Question question(Options options, List<ServerModel> servers, double missMillis) {
        return new WhatIf.Question(
                DeclaredPolicies.catalog(),
                Arrays.asList(options.required("policies").split(",", -1)),
                servers,
                SimulatedServers.service(options, missMillis),
                SimulatedServers.changes(options),
                controller(options));
    }

    private static Map<String, String> controller(Options options) {
        Map<String, String> keys = new LinkedHashMap<>();
        String rule = options.text("controller");
        if (rule != null) {
            if (!List.of("paper", "adaptive", "pi").contains(rule)) {
                throw new IllegalArgumentException("--controller: " + rule + " (expected: paper, adaptive or pi)");
            }
            keys.put("controller", rule);
        }
        return keys;
    }

    private static Clients clients(Options options) {
        String text = options.text("clients");
        try {
            return text == null ? Clients.AUTO : Clients.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new IllegalArgumentException("--clients: " + text + " (expected: auto, open or closed)", unknown);
        }
    }
}
