package org.netchestra.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;

/** {@code netchestra:server-weight}. */
@Service
@Command(
        scope = "netchestra",
        name = "server-weight",
        description = "Overrides a real server's weight until the next call or a restart")
public final class ServerWeightCommand extends ServerChangeCommand {

    private static final String CONFIGURED = "configured";

    @Argument(
            index = 2,
            name = "weight",
            required = true,
            description = "0..65535 (0 gets no new work), or 'configured' to return to the configured weight")
    @Completion(value = StringsCompleter.class, values = CONFIGURED)
    String weight = "";

    @Argument(index = 3, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--reason", "--json"})
    @Nullable
    List<String> trailing;

    @Override
    void change(ClusterControl control, ChangeContext context) {
        control.setWeight(virtualServer, server, parsed(), context);
    }

    @Override
    String outcome(ServerStatus now) {
        return "weight " + now.weight() + " (configured " + now.configuredWeight() + ")";
    }

    private @Nullable Integer parsed() {
        if (weight.equals(CONFIGURED)) {
            return null;
        }
        try {
            return Integer.valueOf(weight);
        } catch (NumberFormatException notANumber) {
            throw new IllegalArgumentException("weight: " + weight + " (expected: 0..65535, or " + CONFIGURED + ")");
        }
    }
}
