package org.netchestra.core.control;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.netchestra.api.control.ChangeContext;

/** Tells what differs between two snapshots, and when removed servers have finished. Confined to the conductor's thread. */
final class Announcer {

    private record Leaving(String virtualServer, ManagedServer server) {}

    private final Happenings happenings;
    private final List<Leaving> leaving = new ArrayList<>();

    Announcer(Happenings happenings) {
        this.happenings = happenings;
    }

    void announce(Snapshot old, Snapshot now, ChangeContext context) {
        String virtualServer = now.spec().name();
        for (ManagedServer server : now.servers()) {
            ManagedServer before = ServerTable.find(old.servers(), server.spec().name());
            if (before != null && before.live() == server.live()) {
                happenings.serverState(virtualServer, before, server, context);
                happenings.serverWeight(virtualServer, before, server, context);
            }
        }
        ServerTable.gone(old.servers(), now.servers()).forEach(s -> leaving.add(new Leaving(virtualServer, s)));
        ActivePolicy before = old.policy();
        ActivePolicy after = now.policy();
        if (after != null && (before == null || !before.policy().equals(after.policy()))) {
            happenings.policySwapped(virtualServer, before, after);
        }
    }

    void checkDrained() {
        for (Iterator<Leaving> i = leaving.iterator(); i.hasNext(); ) {
            Leaving next = i.next();
            if (next.server().live().inFlight() == 0) {
                happenings.serverDrained(next.virtualServer(), next.server());
                i.remove();
            }
        }
    }
}
