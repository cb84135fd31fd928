package org.netchestra.shell;

import java.util.List;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.Decision;

/** {@code netchestra:decision-list}. */
@Service
@Command(
        scope = "netchestra",
        name = "decision-list",
        description =
                "Explains why requests went where they went: recorded decisions, a row a candidate, the latest last")
public final class DecisionListCommand extends ListCommand<Decision> {

    @Argument(name = "virtual-server", required = true, description = "Whose decisions")
    @Completion(VirtualServerCompleter.class)
    String virtualServer = "";

    @Option(name = "-n", aliases = "--number", description = "How many decisions at most")
    String number = "5";

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format", "--number"})
    @Nullable
    List<String> trailing;

    @Override
    List<Decision> chosen() throws CommandException {
        return control().decisions(virtualServer, count("--number", number));
    }

    @Override
    JsonValue json(Decision one) {
        return Json.of(one);
    }

    @Override
    Table table(List<Decision> chosen) {
        return Tables.ofDecisions(chosen);
    }
}
