package org.netchestra.shell;

import java.util.List;
import java.util.stream.Stream;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.console.CommandLine;
import org.apache.karaf.shell.api.console.Completer;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;

/** Completes names that the cluster knows; none while the dispatcher is away. */
abstract class NameCompleter implements Completer {

    @Reference(optional = true)
    @Nullable
    ClusterControl control;

    @Override
    public final int complete(Session session, CommandLine line, List<String> candidates) {
        List<String> names = control == null ? List.of() : names(control, line).toList();
        return new StringsCompleter(names).complete(session, line, candidates);
    }

    abstract Stream<String> names(ClusterControl control, CommandLine line);
}
