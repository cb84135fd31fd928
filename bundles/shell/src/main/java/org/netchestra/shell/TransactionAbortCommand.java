package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.journal.RequestJournal;

/** {@code netchestra:transaction-abort}. */
@Service
@Command(
        scope = "netchestra",
        name = "transaction-abort",
        description = "Ends a transaction: its step in flight fails, later ones are refused")
public final class TransactionAbortCommand extends TransactionCommand {

    @Override
    boolean act(RequestJournal on, long wanted) {
        return on.abortTransaction(wanted);
    }

    @Override
    String done() {
        return "aborted";
    }

    @Override
    String missing() {
        return "not open (expected: a number of transaction-list)";
    }
}
