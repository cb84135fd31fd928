package org.netchestra.shell;

import java.io.PrintStream;
import java.util.Map;
import javax.json.JsonObject;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.RequestJournal;

/** {@code netchestra:journal-status}. */
@Service
@Command(
        scope = "netchestra",
        name = "journal-status",
        description = "Shows what became of requests whose real server failed, and what is kept")
public final class JournalStatusCommand extends ReportCommand {

    @Reference(optional = true)
    @Nullable
    RequestJournal journal;

    @Override
    JsonObject json() throws CommandException {
        return JournalJson.of(statistics());
    }

    @Override
    void print(PrintStream out) throws CommandException {
        JournalStatistics s = statistics();
        Table table = new Table("").left("What").right("Count");
        table.row("requests answered without an entry", s.passed());
        table.row("entries opened", s.opened());
        table.row("entries in flight", s.inFlight());
        table.row("replies delivered", s.confirmed());
        table.row("ended with an error", s.failed());
        table.row("clients that left", s.abandoned());
        rows(table, "sent again: ", s.replays());
        rows(table, "not sent again: ", s.failures());
        rows(table, "no longer kept: ", s.givenUp());
        table.row("outcome unknown", s.outcomesUnknown());
        table.row("replies too large to be confirmed whole", s.unconfirmedReplies());
        table.row("bytes in memory", s.memoryBytes());
        table.row("bytes on disk", s.diskBytes());
        table.row("stored replies", s.storedReplies());
        table.row("open transactions", s.transactions());
        table.row("found in flight at the start", s.recovered());
        table.row("failed writes", s.writeErrors());
        table.print(out, noFormat);
    }

    private static void rows(Table table, String what, Map<String, Long> byReason) {
        byReason.forEach((reason, count) -> table.row(what + reason, count));
    }

    private JournalStatistics statistics() throws CommandException {
        if (journal == null) {
            throw failure("no journal is running: fail-safe is off for every virtual server");
        }
        return journal.statistics();
    }
}
