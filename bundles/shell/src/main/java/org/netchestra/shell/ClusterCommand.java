package org.netchestra.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ClusterControl;

/** What all commands share: the cluster, also when it is away, and errors of one line. Made anew for every execution. */
abstract class ClusterCommand implements Action {

    @Reference(optional = true)
    @Nullable
    ClusterControl control;

    /** System.out is the session's, or the pipe's behind it: Karaf redirects it for the thread that runs the command. */
    @Override
    public final @Nullable Object execute() throws CommandException {
        try {
            TrailingOptions.apply(this);
            run(System.out);
        } catch (IllegalArgumentException refused) {
            throw failure(String.valueOf(refused.getMessage()));
        }
        return null;
    }

    /**
     * @throws IllegalArgumentException when what the user asked for is impossible; the message is for him
     */
    abstract void run(PrintStream out) throws CommandException;

    final ClusterControl control() throws CommandException {
        if (control == null) {
            throw failure("the dispatcher is not running (netchestra:status tells what is missing)");
        }
        return control;
    }

    /** The message twice: Karaf prints the first as it is, and would colour the second even in scripts. */
    static CommandException failure(String message) {
        return new CommandException(message, message);
    }
}
