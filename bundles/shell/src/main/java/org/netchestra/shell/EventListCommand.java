package org.netchestra.shell;

import java.util.List;
import javax.json.JsonValue;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.Completion;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.apache.karaf.shell.support.CommandException;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.event.ClusterEvent;
import org.netchestra.api.event.ClusterEvents;

/** {@code netchestra:event-list}. */
@Service
@Command(scope = "netchestra", name = "event-list", description = "Lists what happened lately, the latest last")
public final class EventListCommand extends LatestCommand<ClusterEvent> {

    @Reference(optional = true)
    @Nullable
    ClusterEvents events;

    @Argument(name = "virtual-server", description = "Whose events; all when it is left out")
    @Completion(VirtualServerCompleter.class)
    @Nullable
    String virtualServer;

    /** Made by the shell. */
    public EventListCommand() {
        super(20);
    }

    @Override
    List<ClusterEvent> chosen() throws CommandException {
        if (events == null) {
            throw failure("the dispatcher is not running, and the events are with it");
        }
        int most = most();
        List<ClusterEvent> matching = events.recent(Integer.MAX_VALUE).stream()
                .filter(e -> virtualServer == null || virtualServer.equals(e.virtualServer()))
                .toList();
        return matching.subList(Math.max(0, matching.size() - most), matching.size());
    }

    @Override
    JsonValue json(ClusterEvent one) {
        return Json.of(one);
    }

    @Override
    Table table(List<ClusterEvent> chosen) {
        return Tables.ofEvents(chosen);
    }
}
