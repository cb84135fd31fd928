package org.netchestra.shell;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.json.Json;
import javax.json.JsonStructure;
import org.apache.felix.gogo.runtime.threadio.ThreadIOImpl;
import org.apache.karaf.shell.api.console.Command;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.impl.action.command.ManagerImpl;
import org.apache.karaf.shell.impl.console.SessionFactoryImpl;
import org.apache.karaf.shell.support.parsing.CommandLineImpl;

/** Karaf's own shell with our commands, as a batch client meets it. */
final class TestShell implements AutoCloseable {

    private static final List<Class<?>> SERVICES = List.of(
            VirtualServerCompleter.class,
            ServerCompleter.class,
            PolicyCompleter.class,
            VirtualServerListCommand.class,
            ServerListCommand.class,
            PolicyListCommand.class,
            PolicyActivateCommand.class,
            PolicyRollbackCommand.class,
            EventListCommand.class,
            DecisionListCommand.class,
            DecisionExplainCommand.class,
            StatusCommand.class,
            JournalStatusCommand.class,
            TransactionListCommand.class,
            TransactionAbortCommand.class,
            TransactionResendCommand.class,
            ConfigCheckCommand.class,
            ServerReadyCommand.class,
            ServerDrainCommand.class,
            ServerMaintCommand.class,
            ServerWeightCommand.class);

    private final ThreadIOImpl threadIo = new ThreadIOImpl();
    private final SessionFactoryImpl factory;
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Session session;

    TestShell(Object... services) {
        threadIo.start();
        factory = new SessionFactoryImpl(threadIo);
        for (Object service : services) {
            factory.getRegistry().register(service);
        }
        ManagerImpl manager = new ManagerImpl(factory.getRegistry(), factory.getRegistry());
        SERVICES.forEach(manager::register);
        PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);
        session = factory.create(new ByteArrayInputStream(new byte[0]), out, out);
    }

    void directory(Path directory) {
        session.currentDir(directory);
    }

    /** What the line printed. */
    String run(String line) throws Exception {
        printed.reset();
        session.execute(line);
        return printed.toString(StandardCharsets.UTF_8);
    }

    /** What was printed by the last line, also when it failed. */
    String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    JsonStructure json(String line) throws Exception {
        return Json.createReader(new StringReader(run(line))).read();
    }

    /** What the tab key offers at the end of the line. */
    List<String> complete(String line) {
        String name = line.substring(line.indexOf(':') + 1, line.indexOf(' '));
        Command command = factory.getRegistry().getCommand("netchestra", name);
        List<String> words = new ArrayList<>(List.of(line.split(" ", -1)));
        String last = words.get(words.size() - 1);
        List<String> candidates = new ArrayList<>();
        command.getCompleter(false)
                .complete(
                        session,
                        new CommandLineImpl(
                                words.toArray(String[]::new), words.size() - 1, last.length(), line.length(), line),
                        candidates);
        return candidates.stream().map(String::strip).toList();
    }

    @Override
    public void close() {
        session.close();
        factory.stop();
        threadIo.stop();
    }
}
