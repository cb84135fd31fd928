package org.netchestra.shell;

import java.util.List;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.PolicyStatus;

/** {@code netchestra:policy-list}. */
@Service
@Command(
        scope = "netchestra",
        name = "policy-list",
        description = "Lists the balancing policies, candidates among them, and who uses them")
public final class PolicyListCommand extends ListCommand<PolicyStatus> {

    @Argument(name = "policy", description = "Only this one")
    @Completion(PolicyCompleter.class)
    @Nullable
    String policy;

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    List<PolicyStatus> chosen() throws CommandException {
        return policy == null ? control().policies() : Lookup.policies(control(), policy);
    }

    @Override
    JsonValue json(PolicyStatus one) {
        return Json.of(one);
    }

    @Override
    Table table(List<PolicyStatus> chosen) {
        return Tables.ofPolicies(chosen);
    }
}
