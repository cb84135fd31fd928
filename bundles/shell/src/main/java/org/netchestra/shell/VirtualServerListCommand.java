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
import org.netchestra.api.control.VirtualServerStatus;

/** {@code netchestra:virtualserver-list}. */
@Service
@Command(scope = "netchestra", name = "virtualserver-list", description = "Lists the virtual servers")
public final class VirtualServerListCommand extends ListCommand<VirtualServerStatus> {

    @Argument(index = 0, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    List<VirtualServerStatus> chosen() throws CommandException {
        return control().virtualServers();
    }

    @Override
    JsonValue json(VirtualServerStatus one) {
        return Json.of(one);
    }

    @Override
    Table table(List<VirtualServerStatus> chosen) {
        return Tables.ofVirtualServers(chosen);
    }
}
