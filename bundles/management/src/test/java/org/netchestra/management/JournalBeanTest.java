package org.netchestra.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import javax.crypto.spec.SecretKeySpec;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
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

@SuppressWarnings("try") // the registration only has to be there
class JournalBeanTest {

    private static final ObjectName NAME = ObjectNames.JOURNAL;

    @TempDir
    Path directory;

    private final MBeanServer server = MBeanServerFactory.newMBeanServer();

    @Test
    void shouldShowWhatTheJournalHasInFlightAndAbortATransaction() throws Exception {
        try (Journal journal = new Journal(
                        JournalSettings.in(directory),
                        new Journal.Surroundings(
                                Runnable::run,
                                Runnable::run,
                                new EventHub(Runnable::run, Throwable::printStackTrace),
                                Clock.systemUTC(),
                                () -> 0,
                                () -> new byte[16],
                                new SecretKeySpec(new byte[32], "HmacSHA256")));
                AutoCloseable ignoredRegistration = JournalBean.register(journal, server, () -> 0)) {
            TransactionRules transactions = new TransactionRules(
                    Identification.COOKIE, "N", List.of(), false, Duration.ofMinutes(1), Limits.DEFAULT);
            JournalRules rules = new JournalRules(
                    FailSafe.STRICT, false, List.of(), 3, Duration.ofMinutes(1), 1 << 20, 20, 10, transactions);
            JournalEntry entry = journal.forVirtualServer("shop", rules).open(new Request(), new Owner(), 0);
            entry.transaction().awaitTurn();
            entry.assigned("s1");
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

    private static final class Request implements JournalRequest {
        @Override
        public ByteBuffer head() {
            return ByteBuffer.wrap(
                    "POST /pay?card=1 HTTP/1.1\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        }

        @Override
        public MethodClass methodClass() {
            return MethodClass.OTHER;
        }

        @Override
        public String target() {
            return "/pay?card=1";
        }

        @Override
        public String header(String name) {
            return null;
        }
    }

    private static final class Owner implements EntryOwner {
        @Override
        public void onWritable() {}

        @Override
        public void onStored() {}

        @Override
        public void onTurn() {}

        @Override
        public void onInterrupt() {}
    }
}
