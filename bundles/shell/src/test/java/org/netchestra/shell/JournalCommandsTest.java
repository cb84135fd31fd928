package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRequest;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionRules.Identification;
import org.netchestra.api.journal.TransactionRules.Limits;
import org.netchestra.core.event.EventHub;
import org.netchestra.journal.Journal;
import org.netchestra.journal.JournalSettings;

/** What an operator types to see transactions and to act on them. */
final class JournalCommandsTest {

    @TempDir
    Path directory;

    private final List<String> interrupted = new ArrayList<>();
    private Journal journal;
    private TestShell shell;
    private long number;

    @BeforeEach
    void beginATransaction() throws Exception {
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
        shell = new TestShell(journal);
        TransactionRules transactions = new TransactionRules(
                Identification.COOKIE, "N", List.of(), false, Duration.ofMinutes(1), Limits.DEFAULT);
        JournalEntry entry = journal.forVirtualServer(
                        "shop",
                        new JournalRules(
                                FailSafe.STRICT,
                                false,
                                List.of(),
                                3,
                                Duration.ofMinutes(1),
                                1 << 20,
                                20,
                                10,
                                transactions))
                .open(new Request(), new Owner(), 0);
        entry.transaction().awaitTurn();
        entry.assigned("s1");
        number = entry.transaction().number();
    }

    @AfterEach
    void close() {
        shell.close();
        journal.close();
    }

    @Test
    void shouldListTransactionsAndActOnThem() throws Exception {
        assertThat(shell.run("netchestra:transaction-list")).contains("shop", "s1", "step 1 in flight");
        assertThat(shell.json("netchestra:transaction-list --json").asJsonArray())
                .hasSize(1);
        assertThat(shell.run("netchestra:transaction-resend " + number)).contains("its step is sent again");
        assertThat(interrupted).hasSize(1);
        assertThat(shell.run("netchestra:transaction-abort " + number)).contains("aborted");
        assertThat(interrupted).hasSize(2);
        assertThat(shell.run("netchestra:transaction-list")).contains("No transaction is open");
        assertThatThrownBy(() -> shell.run("netchestra:transaction-abort " + number))
                .hasMessageContaining("not open (expected: a number of transaction-list)");
    }

    @Test
    void shouldShowWhatTheJournalDoes() throws Exception {
        assertThat(shell.run("netchestra:journal-status")).contains("entries in flight", "open transactions");
        assertThat(shell.json("netchestra:journal-status --json").asJsonObject().getInt("inFlight"))
                .isEqualTo(1);
    }

    private static final class Request implements JournalRequest {
        @Override
        public ByteBuffer head() {
            return ByteBuffer.wrap("POST / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        public MethodClass methodClass() {
            return MethodClass.OTHER;
        }

        @Override
        public String target() {
            return "/";
        }

        @Override
        public String header(String name) {
            return null;
        }
    }

    private final class Owner implements EntryOwner {
        @Override
        public void onWritable() {}

        @Override
        public void onStored() {}

        @Override
        public void onTurn() {}

        @Override
        public void onInterrupt() {
            interrupted.add("interrupted");
        }
    }
}
