package org.netchestra.shell;

import java.util.List;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.journal.TransactionStatus;

/** {@code netchestra:transaction-list}. */
@Service
@Command(
        scope = "netchestra",
        name = "transaction-list",
        description = "Lists the open transactions, those with a step in flight first")
public final class TransactionListCommand extends ListCommand<TransactionStatus> {

    @Reference(optional = true)
    @Nullable
    RequestJournal journal;

    @Option(name = "-n", aliases = "--number", description = "How many at most")
    String number = "50";

    @Override
    JsonValue json(TransactionStatus one) {
        return JournalJson.of(one);
    }

    @Override
    Table table(List<TransactionStatus> chosen) {
        Table table = new Table("No transaction is open")
                .right("Number")
                .left("Name", "Virtual server", "Server")
                .right("Confirmed", "Waiting", "Attempts", "Replays", "Age s", "Idle s")
                .left("State");
        for (TransactionStatus t : chosen) {
            table.row(
                    t.number(),
                    t.name(),
                    t.virtualServer(),
                    t.server(),
                    t.confirmedSteps(),
                    t.waiting(),
                    t.attempts(),
                    t.replays(),
                    seconds(t.ageNanos()),
                    seconds(t.idleNanos()),
                    t.inFlight() ? "step " + (t.confirmedSteps() + 1) + " in flight" : "idle");
        }
        return table;
    }

    private static String seconds(long nanos) {
        return Tables.fixed(nanos / 1e9, 1);
    }

    @Override
    List<TransactionStatus> chosen() throws CommandException {
        if (journal == null) {
            throw failure("no journal is running, and the transactions are in it");
        }
        return journal.transactions(count("--number", number));
    }
}
