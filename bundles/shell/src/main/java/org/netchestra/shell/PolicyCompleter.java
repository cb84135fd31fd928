package org.netchestra.shell;

import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.CommandLine;
import org.netchestra.api.control.ClusterControl;
import org.netchestra.api.control.PolicyStatus;

/** Completes the names of policies. */
@Service
public final class PolicyCompleter extends NameCompleter {

    @Override
    Stream<String> names(ClusterControl control, CommandLine line) {
        return control.policies().stream().map(PolicyStatus::name).distinct();
    }
}
