package org.netchestra.shell;

import java.util.List;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.netchestra.api.control.Decision;

/** {@code netchestra:decision-list}. */
@Service
@Command(
        scope = "netchestra",
        name = "decision-list",
        description =
                "Explains why requests went where they went: recorded decisions, a row a candidate, the latest last")
public final class DecisionListCommand extends LatestCommand<Decision> {

    @Argument(name = "virtual-server", required = true, description = "Whose decisions")
    @Completion(VirtualServerCompleter.class)
    String virtualServer = "";

    /** Made by the shell. */
    public DecisionListCommand() {
        super(5);
    }

    @Override
    List<Decision> chosen() throws CommandException {
        return control().decisions(virtualServer, most());
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
