package org.netchestra.journal.osgi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import org.netchestra.api.event.ClusterEvents;
import org.netchestra.api.journal.EntryStatus;
import org.netchestra.api.journal.ExchangeJournal;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.JournalStatistics;
import org.netchestra.api.journal.RequestJournal;
import org.netchestra.api.journal.TransactionStatus;
import org.netchestra.journal.Journal;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The request journal with its threads and files: see {@link Journal}. */
@Component(service = RequestJournal.class, configurationPid = JournalComponent.PID)
@Designate(ocd = JournalConfiguration.class)
public final class JournalComponent implements RequestJournal {

    static final String PID = "org.netchestra.journal";

    private static final Logger LOG = LoggerFactory.getLogger(JournalComponent.class);
    private static final int NAME_BYTES = 16;

    private final JournalThreads threads = new JournalThreads();
    private final Journal journal;

    @Activate
    public JournalComponent(@Reference ClusterEvents events, JournalConfiguration configuration, BundleContext context)
            throws IOException {
        try {
            journal = open(events, configuration, directory(configuration, context));
        } catch (IOException | RuntimeException failure) {
            // What is started here would outlive a component that never came to be.
            threads.close();
            throw failure;
        }
        threads.everyTick(journal::tick);
    }

    private Journal open(ClusterEvents events, JournalConfiguration configuration, Path directory) throws IOException {
        Files.createDirectories(directory);
        SecureRandom random = new SecureRandom();
        Journal opened = new Journal(
                JournalConfiguration.Reader.settings(configuration, directory),
                new Journal.Surroundings(
                        threads.writing,
                        threads.reading,
                        events,
                        Clock.systemUTC(),
                        System::nanoTime,
                        () -> {
                            byte[] name = new byte[NAME_BYTES];
                            random.nextBytes(name);
                            return name;
                        },
                        SecretFile.read(directory.resolve("secret.key"), random)));
        LOG.info("request journal in {}, fsync {}", directory, configuration.fsync());
        return opened;
    }

    private static Path directory(JournalConfiguration configuration, BundleContext context) {
        if (!configuration.directory().isEmpty()) {
            return Path.of(configuration.directory());
        }
        String data = context.getProperty("karaf.data");
        return data != null
                ? Path.of(data, "netchestra", "journal")
                : context.getDataFile("journal").toPath();
    }

    @Deactivate
    void deactivate() {
        journal.close();
        threads.close();
    }

    @Override
    public ExchangeJournal forVirtualServer(String name, JournalRules rules) {
        return journal.forVirtualServer(name, rules);
    }

    @Override
    public JournalStatistics statistics() {
        return journal.statistics();
    }

    @Override
    public List<EntryStatus> inFlight(int max) {
        return journal.inFlight(max);
    }

    @Override
    public List<TransactionStatus> transactions(int max) {
        return journal.transactions(max);
    }

    @Override
    public boolean abortTransaction(long number) {
        return journal.abortTransaction(number);
    }

    @Override
    public boolean resendTransaction(long number) {
        return journal.resendTransaction(number);
    }
}
