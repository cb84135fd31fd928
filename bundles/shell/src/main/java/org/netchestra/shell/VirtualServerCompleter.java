package org.netchestra.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.VirtualServerStatus;

/** Completes the names of virtual servers. */
@Service
public final class VirtualServerCompleter extends NameCompleter {

    @Override
    Stream<String> names(ClusterControl control, CommandLine line) {
        return control.virtualServers().stream().map(VirtualServerStatus::name);
    }
}
