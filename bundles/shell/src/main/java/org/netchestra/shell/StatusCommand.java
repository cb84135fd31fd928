package org.netchestra.shell;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.json.JsonObject;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.apache.karaf.shell.support.completers.StringsCompleter;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.DispatcherStatus;
import org.netchestra.api.control.VirtualServerStatus;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.runtime.ServiceComponentRuntime;

/** {@code netchestra:status}: all that matters on one screen; works, and tells why, when the dispatcher does not. */
@Service
@Command(
        scope = "netchestra",
        name = "status",
        description = "Shows the dispatcher, the virtual servers, what needs attention and what is not satisfied")
public final class StatusCommand extends ReportCommand {

    @Reference(optional = true)
    @Nullable
    BundleContext context;

    @Reference(optional = true)
    @Nullable
    ServiceComponentRuntime components;

    @Argument(index = 0, name = TrailingOptions.NAME, description = TrailingOptions.DESCRIPTION, multiValued = true)
    @Completion(
            value = StringsCompleter.class,
            values = {"--json", "--no-format"})
    @Nullable
    List<String> trailing;

    @Override
    JsonObject json() {
        List<VirtualServerStatus> virtualServers = virtualServers();
        return javax.json.Json.createObjectBuilder()
                .add("dispatcher", control == null ? JsonValue.NULL : Json.of(control.dispatcher()))
                .add("virtualServers", Json.array(virtualServers, Json::of))
                .add("attention", Json.array(Attention.of(virtualServers), Json::text))
                .add("unsatisfied", Json.array(unsatisfied(), Json::text))
                .build();
    }

    @Override
    void print(PrintStream out) throws CommandException {
        if (control != null) {
            print(control.dispatcher(), out);
            out.println();
            Tables.ofVirtualServers(virtualServers()).print(out, noFormat);
        }
        print("Not passed on", refusals(virtualServers()), out);
        print("Needs attention", Attention.of(virtualServers()), out);
        print("Not satisfied", unsatisfied(), out);
        if (control == null) {
            throw failure("the dispatcher is not running");
        }
    }

    private static void print(DispatcherStatus d, PrintStream out) {
        out.println("Netchestra " + d.version() + ", " + d.transport() + ", event loops: " + d.eventLoops() + ", up "
                + age(Duration.between(d.startedAt(), Clock.systemUTC().instant())));
        out.println("client connections " + d.connections() + " (" + d.acceptedConnections() + " accepted), requests "
                + d.traffic().requests() + ", in flight " + d.traffic().inFlight() + ", failures "
                + d.traffic().failures() + ", retries " + d.traffic().retries());
    }

    private static void print(String title, List<String> lines, PrintStream out) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title);
            lines.forEach(line -> out.println("  " + line));
        }
    }

    private List<VirtualServerStatus> virtualServers() {
        return control == null ? List.of() : control.virtualServers();
    }

    /** {@code shop: rate-limited 12, queue-full 3; 5 wait}; pools' refusals are among their virtual server's. */
    private static List<String> refusals(List<VirtualServerStatus> virtualServers) {
        List<String> lines = new ArrayList<>();
        for (VirtualServerStatus v : virtualServers) {
            String counts = v.refusals().entrySet().stream()
                    .map(refusal -> refusal.getKey() + " " + refusal.getValue())
                    .collect(Collectors.joining(", "));
            if (!counts.isEmpty() || v.queued() > 0) {
                lines.add(v.name() + ": " + counts + (v.queued() > 0 ? "; " + v.queued() + " wait" : ""));
            }
        }
        return lines;
    }

    private List<String> unsatisfied() {
        List<String> lines = new ArrayList<>();
        if (context != null) {
            lines.addAll(Unsatisfied.bundles(context));
        }
        if (components != null) {
            lines.addAll(Unsatisfied.components(components));
        }
        return lines;
    }

    /** {@code 3 d 4 h}, {@code 4 h 5 min}, {@code 5 min 6 s}, {@code 6 s}. */
    static String age(Duration age) {
        if (age.toDays() > 0) {
            return age.toDays() + " d " + age.toHoursPart() + " h";
        }
        if (age.toHours() > 0) {
            return age.toHours() + " h " + age.toMinutesPart() + " min";
        }
        return age.toMinutes() > 0 ? age.toMinutes() + " min " + age.toSecondsPart() + " s" : age.toSeconds() + " s";
    }
}
