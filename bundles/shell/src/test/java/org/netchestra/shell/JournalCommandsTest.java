package org.netchestra.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.journal.OpenTransaction;

/** What an operator types to see transactions and to act on them. */
final class JournalCommandsTest {

    @TempDir
    Path directory;

    private OpenTransaction transaction;
    private TestShell shell;
    private long number;

    @BeforeEach
    void beginATransaction() throws Exception {
        transaction = new OpenTransaction(directory, "/");
        shell = new TestShell(transaction.journal);
        number = transaction.entry.transaction().number();
    }

    @AfterEach
    void close() {
        shell.close();
        transaction.close();
    }

    @Test
    void shouldListTransactionsAndActOnThem() throws Exception {
        assertThat(shell.run("netchestra:transaction-list")).contains("shop", "s1", "step 1 in flight");
        assertThat(shell.json("netchestra:transaction-list --json").asJsonArray())
                .hasSize(1);
        assertThat(shell.run("netchestra:transaction-resend " + number)).contains("its step is sent again");
        assertThat(transaction.interrupts()).isEqualTo(1);
        assertThat(shell.run("netchestra:transaction-abort " + number)).contains("aborted");
        assertThat(transaction.interrupts()).isEqualTo(2);
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
}
