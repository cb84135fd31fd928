package org.netchestra.experiments.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.netchestra.experiments.DeclaredPolicies;
import org.netchestra.experiments.paper.Paper003;

/** {@code paper 003 [--output FILE] [--hosts N]}: reproduces a paper's policy figures and writes its page. */
final class PaperCommand {

    private static final String USAGE = "usage: paper 003 [--output FILE] [--hosts N]";

    private PaperCommand() {}

    static int run(PrintStream out, PrintStream err, String... arguments) {
        Options options;
        int hosts;
        try {
            options = Options.parse(List.of(arguments), "output", "hosts");
            hosts = options.integer("hosts", 5, 1, 100);
        } catch (IllegalArgumentException wrong) {
            err.println(wrong.getMessage() + "\n" + USAGE);
            return Main.USAGE;
        }
        if (!options.operands().equals(List.of("003"))) {
            err.println("paper: " + String.join(" ", options.operands()) + " (expected: 003)\n" + USAGE);
            return Main.USAGE;
        }
        Paper003 paper = Paper003.run(DeclaredPolicies.catalog(), hosts, System::nanoTime);
        String output = options.text("output");
        if (output == null) {
            out.print(paper.markdown());
        } else {
            try {
                Files.writeString(Path.of(output), paper.markdown());
            } catch (IOException e) {
                err.println(output + ": cannot be written: " + e);
                return Main.USAGE;
            }
            out.println(paper.summary());
        }
        return Main.SUCCESS;
    }
}
