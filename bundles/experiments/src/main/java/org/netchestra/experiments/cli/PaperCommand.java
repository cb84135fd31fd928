package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.experiments.paper.Paper003;
import org.netchestra.experiments.paper001.Experiment;
import org.netchestra.experiments.paper001.FailsafeExperiment;
import org.netchestra.experiments.paper001.StepExperiment;
import org.netchestra.experiments.paper001.WeightsExperiment;

/** {@code paper 003 | 001-weights | 001-step | 001-failsafe}: reproduces a paper's figures. */
final class PaperCommand {

    private static final String USAGE = """
            usage: paper 003 [--output FILE] [--hosts N]          policies of URL hashing, by simulation
                   paper 001-weights [--output DIR] [--work emulated|burnt]
                                                                  the self-controlled weights of table 3: real appliance and servers, 80 s
                   paper 001-step [--output DIR]                  one of three servers four times slower: real and simulated, 145 s
                   paper 001-failsafe [--output DIR]              transactions and load while a server is killed, tables 4 and 5: 100 s
              --work    emulated: servers take the time of their loops and burn nothing, so that any machine has room for
                        three; burnt: they burn it, which needs a processor each""";

    private PaperCommand() {}

    static int run(PrintStream out, PrintStream err, String... arguments) {
        try {
            Options options = Options.parse(List.of(arguments), "output", "hosts", "work", "distribution");
            String paper = String.join(" ", options.operands());
            return switch (paper) {
                case "003" -> paper003(options, out);
                case "001-weights" -> run(weights(options), options, out);
                case "001-step" -> run(new StepExperiment(distribution(options), output(options)), options, out);
                case "001-failsafe" ->
                    run(new FailsafeExperiment(distribution(options), output(options)), options, out);
                default ->
                    throw new IllegalArgumentException(
                            "paper: " + paper + " (expected: 003, 001-weights, 001-step or 001-failsafe)");
            };
        } catch (IllegalArgumentException | IOException | TimeoutException wrong) {
            err.println(wrong.getMessage() + "\n" + USAGE);
            return Main.USAGE;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return Main.FAILURE;
        }
    }

    private static int paper003(Options options, PrintStream out) throws IOException {
        int hosts = options.integer("hosts", 5, 1, 100);
        Paper003 paper = Paper003.run(DeclaredPolicies.catalog(), hosts, System::nanoTime);
        String output = options.text("output");
        if (output == null) {
            out.print(paper.markdown());
        } else {
            Files.writeString(Path.of(output), paper.markdown());
            out.println(paper.summary());
        }
        return Main.SUCCESS;
    }

    private static Experiment weights(Options options) {
        String work = options.text("work");
        if (work != null && !List.of("emulated", "burnt").contains(work)) {
            throw new IllegalArgumentException("--work: " + work + " (expected: emulated or burnt)");
        }
        return new WeightsExperiment(distribution(options), output(options), "burnt".equals(work));
    }

    private static int run(Experiment experiment, Options options, PrintStream out)
            throws IOException, TimeoutException, InterruptedException {
        Experiment.Result result = experiment.run();
        out.print(result.text());
        out.println("Plots and records: " + output(options));
        return result.held() ? Main.SUCCESS : Main.FAILURE;
    }

    private static Path distribution(Options options) {
        return Path.of(options.required("distribution"));
    }

    private static Path output(Options options) {
        String text = options.text("output");
        return Path.of(text == null ? "paper-001" : text).toAbsolutePath().normalize();
    }
}
