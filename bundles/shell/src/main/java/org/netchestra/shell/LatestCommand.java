package org.netchestra.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/**
 * A list of the latest things of a virtual server, which is the argument in front of the options.
 *
 * @param <T> the kind of things
 */
abstract class LatestCommand<T> extends ListCommand<T> {

    @Option(name = "-n", aliases = "--number", description = "How many at most")
    String number;

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format", "--number"})
    @Nullable
    List<String> trailing;

    /** @param number how many things when nobody says */
    LatestCommand(int number) {
        this.number = Integer.toString(number);
    }

    /** How many things at most. */
    final int most() {
        return count("--number", number);
    }
}
