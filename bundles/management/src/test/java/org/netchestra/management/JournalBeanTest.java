package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.journal.OpenTransaction;

@SuppressWarnings("try") // the registration only has to be there
class JournalBeanTest {

    private static final ObjectName NAME = ObjectNames.JOURNAL;

    @TempDir
    Path directory;

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void shouldShowWhatTheJournalHasInFlightAndAbortATransaction() throws Exception {
        try (OpenTransaction transaction = new OpenTransaction(directory, "/pay?card=1");
                AutoCloseable ignoredRegistration = JournalBean.register(transaction.journal, server, () -> 0)) {
            JournalEntry entry = transaction.entry;
            entry.sending();

            assertThat(server.getAttribute(NAME, "InFlight")).isEqualTo(1);
            CompositeData[] rows = list("listInFlight");
            assertThat(rows).hasSize(1);
            assertThat(rows[0].get("server")).isEqualTo("s1");
            assertThat(rows[0].get("requestLine")).isEqualTo("POST /pay HTTP/1.1");
            CompositeData[] open = list("listTransactions");
            assertThat(open).hasSize(1);
            assertThat(open[0].get("inFlight")).isEqualTo(true);

            Object number = open[0].get("number");
            assertThat(server.invoke(NAME, "abortTransaction", new Object[] {number}, new String[] {"long"}))
                    .isEqualTo(true);
            assertThat(list("listTransactions")).isEmpty();
            assertThat(entry.failed(FailureCause.OPERATOR, false, 0).replays()).isFalse();
        }
        assertThat(server.isRegistered(NAME)).isFalse();
    }

    private CompositeData[] list(String operation) throws Exception {
        return (CompositeData[]) server.invoke(NAME, operation, new Object[] {10}, new String[] {"int"});
    }
}
