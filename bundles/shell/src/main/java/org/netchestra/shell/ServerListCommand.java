package org.netchestra.shell;

import java.io.PrintStream;
import java.util.List;
import javax.json.JsonArray;
import javax.json.JsonArrayBuilder;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.VirtualServerStatus;

/** {@code netchestra:server-list}. */
@Service
@Command(scope = "netchestra", name = "server-list", description = "Lists the real servers")
public final class ServerListCommand extends ReportCommand {

    @Argument(name = "virtual-server", description = "Whose real servers; all when it is left out")
    @Completion(VirtualServerCompleter.class)
    @Nullable
    String virtualServer;

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    JsonArray json() throws CommandException {
        JsonArrayBuilder servers = javax.json.Json.createArrayBuilder();
        chosen().forEach(v -> v.servers().forEach(s -> servers.add(Json.of(v.name(), s))));
        return servers.build();
    }

    @Override
    void print(PrintStream out) throws CommandException {
        Tables.ofServers(chosen()).print(out, noFormat);
    }

    private List<VirtualServerStatus> chosen() throws CommandException {
        return virtualServer == null
                ? control().virtualServers()
                : List.of(Lookup.virtualServer(control(), virtualServer));
    }
}
