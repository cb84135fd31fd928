package org.netchestra.shell;

import java.io.PrintStream;
import java.util.List;
import javax.json.JsonArray;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;

/** {@code netchestra:virtualserver-list}. */
@Service
@Command(scope = "netchestra", name = "virtualserver-list", description = "Lists the virtual servers")
public final class VirtualServerListCommand extends ReportCommand {

    @Argument(index = 0, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    JsonArray json() throws CommandException {
        return Json.array(control().virtualServers(), Json::of);
    }

    @Override
    void print(PrintStream out) throws CommandException {
        Tables.ofVirtualServers(control().virtualServers()).print(out, noFormat);
    }
}
