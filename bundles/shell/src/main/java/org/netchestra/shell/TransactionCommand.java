package org.netchestra.shell;

import java.io.PrintStream;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.RequestJournal;

/** A command that acts on one transaction. */
abstract class TransactionCommand extends ClusterCommand {

    @Reference(optional = true)
    @Nullable
    RequestJournal journal;

    @Argument(name = "number", description = "The transaction's number, as transaction-list shows it", required = true)
    String number = "";

    @Override
    final void run(PrintStream out) throws CommandException {
        if (journal == null) {
            throw failure("no journal is running, and the transactions are in it");
        }
        int wanted = ReportCommand.count("number", number);
        if (!act(journal, wanted)) {
            throw failure("transaction " + wanted + ": " + missing());
        }
        out.println("transaction " + wanted + ": " + done());
    }

    /** Whether there was something to act on. */
    abstract boolean act(RequestJournal on, long wanted);

    abstract String done();

    abstract String missing();
}
