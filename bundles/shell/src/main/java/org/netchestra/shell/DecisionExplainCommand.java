package org.netchestra.shell;

import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import javax.json.JsonArray;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.Decision;

/** {@code netchestra:decision-explain}. */
@Service
@Command(
        scope = "netchestra",
        name = "decision-explain",
        description = "Explains why one request went where it went, attempt by attempt; a lower score is better")
public final class DecisionExplainCommand extends ReportCommand {

    @Argument(name = "request-id", required = true, description = "The request's id, as of its X-Request-Id")
    String requestId = "";

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    JsonArray json() throws CommandException {
        return Json.array(recorded(), Json::of);
    }

    @Override
    void print(PrintStream out) throws CommandException {
        for (Decision decision : recorded()) {
            if (!noFormat) {
                out.println(heading(decision));
            }
            Tables.ofCandidates(decision).print(out, noFormat);
        }
    }

    private static String heading(Decision decision) {
        String chosen = decision.chosen() == null ? "nobody could take it" : "went to " + decision.chosen();
        return decision.virtualServer() + ", " + decision.request() + ", attempt " + decision.attempt() + " at "
                + Tables.time(decision.time()) + ": " + chosen + " by policy " + decision.policy() + " (generation "
                + decision.policyGeneration() + ")";
    }

    private List<Decision> recorded() throws CommandException {
        ClusterControl control = control();
        List<Decision> decisions = control.decisionsOf(requestId);
        if (decisions.isEmpty()) {
            throw new IllegalArgumentException("request: " + requestId
                    + " (expected: the id of one of the latest recorded decisions; explain-percent is "
                    + shares(control) + ")");
        }
        return decisions;
    }

    private static String shares(ClusterControl control) {
        return control.virtualServers().stream()
                .map(v -> v.configuration().getOrDefault("explain-percent", "0") + " for " + v.name())
                .collect(Collectors.joining(", "));
    }
}
