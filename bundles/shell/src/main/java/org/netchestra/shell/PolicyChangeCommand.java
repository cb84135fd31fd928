package org.netchestra.shell;

import java.io.PrintStream;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;

/** A command that changes which implementation of a policy is used, and shows what there is then. */
abstract class PolicyChangeCommand extends ClusterCommand {

    @Argument(index = 0, name = "policy", required = true, description = "The policy's name")
    @Completion(PolicyCompleter.class)
    String policy = "";

    @Option(name = "--reason", aliases = "-r", description = "Why, for the record")
    String reason = "";

    @Option(
            name = "--json",
            description = "Print the policies of this name as JSON, as in netchestra:policy-list --json")
    boolean json;

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--reason", "--json"})
    @Nullable
    List<String> trailing;

    @Override
    final void run(PrintStream out) throws CommandException {
        change(control(), Caller.because(reason));
        if (json) {
            Json.print(Json.array(Lookup.policies(control(), policy), Json::of), out);
        } else {
            Tables.ofPolicies(Lookup.policies(control(), policy)).print(out, false);
        }
    }

    abstract void change(ClusterControl control, ChangeContext context);
}
