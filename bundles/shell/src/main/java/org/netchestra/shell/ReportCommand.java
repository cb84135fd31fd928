package org.netchestra.shell;

import java.io.PrintStream;
import javax.json.JsonStructure;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;

/** A command that shows something, to people or to scripts. */
abstract class ReportCommand extends ClusterCommand {

    @Option(name = "--json", description = "Print JSON: exact numbers, times in ISO 8601, durations in nanoseconds")
    boolean json;

    @Option(name = "--no-format", description = "Print the rows without header and borders, columns parted by tabs")
    boolean noFormat;

    @Override
    final void run(PrintStream out) throws CommandException {
        if (json) {
            Json.print(json(), out);
        } else {
            print(out);
        }
    }

    /** A number that stands behind an option; Karaf itself does not turn numbers into primitive fields. */
    static int count(String option, String text) {
        try {
            return Integer.parseUnsignedInt(text);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException(option + ": " + text + " (expected: a whole number, >= 0)");
        }
    }

    abstract JsonStructure json() throws CommandException;

    abstract void print(PrintStream out) throws CommandException;
}
