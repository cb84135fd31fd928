package org.netchestra.shell;

import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.AdminState;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;

/** A command that sets the administrative state of a real server. */
abstract class ServerStateCommand extends ServerChangeCommand {

    private final AdminState state;

    @Argument(index = 2, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--reason", "--json"})
    @Nullable
    List<String> trailing;

    ServerStateCommand(AdminState state) {
        this.state = state;
    }

    @Override
    final void change(ClusterControl control, ChangeContext context) {
        control.setAdminState(virtualServer, server, state, context);
    }

    @Override
    final String outcome(ServerStatus now) {
        return Tables.because(now.admin());
    }
}
