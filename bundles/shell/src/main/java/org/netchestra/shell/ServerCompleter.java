package org.netchestra.shell;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.ServerStatus;
import org.netchestra.api.control.VirtualServerStatus;

/** Completes the names of the real servers of the virtual server that stands before them. */
@Service
public final class ServerCompleter extends NameCompleter {

    @Override
    Stream<String> names(ClusterControl control, CommandLine line) {
        Set<String> before = Stream.of(line.getArguments())
                .limit(Math.max(0, line.getCursorArgumentIndex()))
                .skip(1)
                .collect(Collectors.toSet());
        List<VirtualServerStatus> all = control.virtualServers();
        List<VirtualServerStatus> named =
                all.stream().filter(v -> before.contains(v.name())).toList();
        // Karaf also asks about a word alone, to see whether it may stand there: then every server will do.
        return (named.isEmpty() ? all : named)
                .stream().flatMap(v -> v.servers().stream()).map(ServerStatus::name);
    }
}
