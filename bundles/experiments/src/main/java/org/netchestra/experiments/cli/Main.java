package org.netchestra.experiments.cli;

import java.io.PrintStream;
import java.util.Arrays;

/** The entry point: a verb and its arguments. */
public final class Main {

    static final int SUCCESS = 0;
    static final int FAILURE = 1;
    static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(System.out, System.err, arguments));
    }

    static int run(PrintStream out, PrintStream err, String... arguments) {
        String verb = arguments.length == 0 ? "" : arguments[0];
        String[] rest = arguments.length == 0 ? arguments : Arrays.copyOfRange(arguments, 1, arguments.length);
        return switch (verb) {
            case "vectors" -> VectorsCommand.run(out, err, rest);
            case "simulate" -> SimulateCommand.run(out, err, rest);
            case "paper" -> PaperCommand.run(out, err, rest);
            default -> {
                err.println("verb: " + verb + " (expected: vectors, simulate or paper)");
                yield USAGE;
            }
        };
    }
}
