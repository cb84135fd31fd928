package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.cluster.AdminState;

/** {@code netchestra:server-drain}. */
@Service
@Command(
        scope = "netchestra",
        name = "server-drain",
        description = "Gives a real server no new work; what it has it finishes")
public final class ServerDrainCommand extends ServerStateCommand {

    public ServerDrainCommand() {
        super(AdminState.DRAIN);
    }
}
