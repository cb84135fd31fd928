package org.netchestra.shell;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.json.JsonObject;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.FileCompleter;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.FileCheck;

/** {@code netchestra:config-check}. */
@Service
@Command(
        scope = "netchestra",
        name = "config-check",
        description = "Checks a virtual server's file without applying it; without the dispatcher, the file alone")
public final class ConfigCheckCommand extends ClusterCommand {

    @Reference
    @Nullable
    Session session;

    @Reference(optional = true)
    @Nullable
    FileCheck files;

    @Argument(
            name = "file",
            required = true,
            description = "org.netchestra.virtualserver-<name>.cfg; also sought in etc/")
    @Completion(FileCompleter.class)
    String file = "";

    @Argument(index = 1, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json"})
    @Nullable
    List<String> trailing;

    @Option(name = "--json", description = "Print JSON; then problems are no failure of the command")
    boolean json;

    @Override
    void run(PrintStream out) throws CommandException {
        ConfigurationCheck check = ConfigurationCheck.of(ConfigurationFile.read(found()), control, files);
        if (json) {
            Json.print(json(check), out);
            return;
        }
        check.problems().forEach(out::println);
        if (!check.problems().isEmpty()) {
            throw failure(
                    check.file().path() + ": " + check.problems().size() + " problem(s), it would not be applied");
        }
        out.println(check.file().path() + ": virtual server " + check.file().virtualServer() + ", real servers: "
                + check.servers() + ", no problem found");
    }

    private Path found() {
        Path given = session == null ? Path.of(file) : session.currentDir().resolve(file);
        Path inEtc = Path.of(System.getProperty("karaf.etc", "etc")).resolve(file);
        return Files.exists(given) || !Files.exists(inEtc) ? given : inEtc;
    }

    private static JsonObject json(ConfigurationCheck check) {
        return javax.json.Json.createObjectBuilder()
                .add("file", check.file().path().toString())
                .add("virtualServer", check.file().virtualServer())
                .add("valid", check.problems().isEmpty())
                .add("problems", Json.array(check.problems(), ConfigCheckCommand::json))
                .build();
    }

    private static JsonObject json(ConfigurationProblem problem) {
        return javax.json.Json.createObjectBuilder()
                .add("file", Json.text(problem.file()))
                .add("line", problem.line())
                .add("key", problem.key())
                .add("value", problem.value())
                .add("expected", problem.expected())
                .build();
    }
}
