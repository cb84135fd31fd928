package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.journal.RequestJournal;

/** {@code netchestra:transaction-resend}. */
@Service
@Command(
        scope = "netchestra",
        name = "transaction-resend",
        description = "Sends the step in flight of a transaction to another real server, if the rules allow it")
public final class TransactionResendCommand extends TransactionCommand {

    @Override
    boolean act(RequestJournal on, long wanted) {
        return on.resendTransaction(wanted);
    }

    @Override
    String done() {
        return "its step is sent again";
    }

    @Override
    String missing() {
        return "no step in flight (expected: a number of transaction-list with one)";
    }
}
