package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.cluster.AdminState;

/** {@code netchestra:server-maint}. */
@Service
@Command(
        scope = "netchestra",
        name = "server-maint",
        description = "Takes a real server out of service: no work, no health checks")
public final class ServerMaintCommand extends ServerStateCommand {

    public ServerMaintCommand() {
        super(AdminState.MAINT);
    }
}
