package org.netchestra.shell;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.PolicyForecast;
import org.netchestra.api.control.PolicyForecaster;

/** {@code netchestra:policy-whatif}. */
@Service
@Command(
        scope = "netchestra",
        name = "policy-whatif",
        description =
                "Shows what other policies would have made of the recent traffic, by simulation over the access log")
public final class PolicyWhatIfCommand extends ClusterCommand {

    @Reference(optional = true)
    @Nullable
    PolicyForecaster forecaster;

    @Option(name = "--exchanges", description = "How many of the access log's latest lines are used (20000)")
    String exchanges = "20000";

    @Option(name = "--html", description = "Also writes the comparison with plots to this file")
    @Nullable
    String html;

    @Argument(name = "virtual-server", required = true, description = "The virtual server")
    @Completion(VirtualServerCompleter.class)
    String virtualServer = "";

    @Argument(
            index = 1,
            name = "policies",
            required = true,
            multiValued = true,
            description =
                    "The candidates, each with its options in quotes: lc 'bounded-ring key=path load-factor=1.25'")
    @Completion(PolicyCompleter.class)
    List<String> policies = new ArrayList<>();

    @Override
    void run(PrintStream out) throws CommandException {
        Lookup.virtualServer(control(), virtualServer);
        if (forecaster == null) {
            throw failure("the simulation is not running (expected: the feature netchestra-simulation)");
        }
        try {
            PolicyForecast forecast =
                    forecaster.forecast(virtualServer, policies, ReportCommand.count("--exchanges", exchanges));
            out.print(forecast.text());
            if (html != null) {
                Files.writeString(Path.of(html), forecast.page());
            }
        } catch (IOException failed) {
            throw failure(String.valueOf(failed.getMessage()));
        }
    }
}
