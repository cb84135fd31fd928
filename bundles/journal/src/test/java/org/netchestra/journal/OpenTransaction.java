package org.netchestra.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;
import org.netchestra.api.journal.TransactionRules.Limits;
import org.netchestra.core.event.EventHub;

/** A journal with a transaction of virtual server "shop" that has its first step at server "s1", for tests of what shows it. */
public final class OpenTransaction implements AutoCloseable {

    public final Journal journal;
    public final JournalEntry entry;
    private final TestOwner owner = new TestOwner();

    /**
     * @param directory where the journal may write
     * @param target what the step asks for, by POST
     */
    public OpenTransaction(Path directory, String target) throws IOException {
        journal = new Journal(
                JournalSettings.in(directory),
                new Journal.Surroundings(
                        Runnable::run,
                        Runnable::run,
                        new EventHub(Runnable::run, Throwable::printStackTrace),
                        Clock.systemUTC(),
                        () -> 0,
                        () -> new byte[16],
                        new SecretKeySpec(new byte[32], "HmacSHA256")));
        TransactionRules transactions = new TransactionRules(
                Identification.COOKIE, "N", List.of(), false, Duration.ofMinutes(1), Limits.DEFAULT);
        JournalRules rules = new JournalRules(
                FailSafe.STRICT, false, List.of(), 3, Duration.ofMinutes(1), 1 << 20, 20, 10, transactions);
        entry = journal.forVirtualServer("shop", rules).open(new TestRequest("POST", target), owner, 0);
        entry.transaction().awaitTurn();
        entry.assigned("s1");
    }

    /** How often the exchange of the step was told to stop. */
    public int interrupts() {
        return owner.interrupts.get();
    }

    @Override
    public void close() {
        journal.close();
    }
}
