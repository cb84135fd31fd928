package org.netchestra.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.support.CommandException;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;

/** A command that changes a real server, and shows what became of it. */
abstract class ServerChangeCommand extends ClusterCommand {

    @Argument(index = 0, name = "virtual-server", required = true, description = "The virtual server's name")
    @Completion(VirtualServerCompleter.class)
    String virtualServer = "";

    @Argument(index = 1, name = "server", required = true, description = "The real server's name")
    @Completion(ServerCompleter.class)
    String server = "";

    @Option(name = "--reason", aliases = "-r", description = "Why, for the record")
    String reason = "";

    @Option(name = "--json", description = "Print the server as JSON, as in netchestra:server-list --json")
    boolean json;

    @Override
    final void run(PrintStream out) throws CommandException {
        change(control(), Caller.because(reason));
        ServerStatus now = Lookup.server(control(), virtualServer, server);
        if (json) {
            Json.print(Json.of(virtualServer, now), out);
        } else {
            out.println(virtualServer + "/" + server + ": " + now.effective() + ", " + outcome(now) + ", "
                    + now.traffic().inFlight() + " in flight");
        }
    }

    abstract void change(ClusterControl control, ChangeContext context);

    /** What the server has now of that which the command was to change. */
    abstract String outcome(ServerStatus now);
}
