package org.netchestra.shell;

import java.util.ArrayList;
import java.util.List;
import org.netchestra.api.cluster.EffectiveState;
import org.netchestra.api.cluster.OperationalState;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.VirtualServerState;
import org.netchestra.api.control.VirtualServerStatus;

/** What an operator should look at, one line each. */
final class Attention {

    private final List<String> lines = new ArrayList<>();

    private Attention() {}

    static List<String> of(List<VirtualServerStatus> virtualServers) {
        Attention attention = new Attention();
        virtualServers.forEach(attention::look);
        return List.copyOf(attention.lines);
    }

    private void look(VirtualServerStatus virtualServer) {
        String name = "virtual server " + virtualServer.name() + ": ";
        if (virtualServer.state() != VirtualServerState.RUNNING) {
            lines.add(name + meaning(virtualServer));
        }
        String problem = virtualServer.configurationProblem();
        if (problem != null) {
            problem.lines().forEach(line -> lines.add(name + "newest configuration refused: " + line));
        }
        if (virtualServer.policyNote() != null) {
            lines.add(name + virtualServer.policyNote());
        }
        virtualServer.servers().forEach(server -> look(virtualServer.name(), server));
    }

    private static String meaning(VirtualServerStatus virtualServer) {
        return switch (virtualServer.state()) {
            case RUNNING -> "it runs";
            case NO_SERVER -> "it listens, but no real server takes work";
            case WAITING_FOR_POLICY -> "it waits for its policy '" + virtualServer.policy() + "'";
            case FAILED -> "it cannot listen on " + virtualServer.listen() + " (see netchestra:event-list)";
            case STOPPING -> "it accepts nothing more and finishes what it has";
        };
    }

    private void look(String virtualServer, ServerStatus server) {
        if (server.effective() == EffectiveState.UP) {
            return;
        }
        boolean failed = server.operational().state() == OperationalState.DOWN;
        lines.add("real server " + virtualServer + "/" + server.name() + ": " + server.effective() + " since "
                + Tables.time(
                        failed ? server.operational().since() : server.admin().since()) + ", "
                + Tables.because(failed ? server.operational() : server.admin()));
    }
}
