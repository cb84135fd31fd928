package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.cluster.AdminState;

/** {@code netchestra:server-ready}. */
@Service
@Command(scope = "netchestra", name = "server-ready", description = "Gives a real server work again, if it is healthy")
public final class ServerReadyCommand extends ServerStateCommand {

    public ServerReadyCommand() {
        super(AdminState.READY);
    }
}
