package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.netchestra.api.journal.JournalEntry;

/** One exchange of the run's client. */
final class RandomExchange {

    /** How an attempt ends. */
    enum Ending {
        REFUSED_CONNECTION,
        DIES_IN_REQUEST,
        REFUSES_STREAM,
        DIES_BEFORE_APPLYING,
        DIES_AFTER_APPLYING,
        DIES_IN_REPLY,
        ANSWERS
    }

    /** A server that remembers which steps it applied. */
    static final class Server {
        final String name;
        boolean alive = true;
        final Set<Integer> applied = new TreeSet<>();

        Server(String name) {
            this.name = name;
        }
    }

    final int index;
    final String method;
    final boolean keyed;
    final TestOwner owner = new TestOwner();
    JournalEntry entry;
    ReferenceExchange reference;
    final Set<Server> failed = new HashSet<>();
    final Set<Server> riskyWrites = new HashSet<>();
    final Set<Server> repliesFrom = new HashSet<>();
    String outcome;
    Server server;
    Ending ending;
    boolean waitingForTurn;
    String result;

    RandomExchange(int index, String method, boolean keyed) {
        this.index = index;
        this.method = method;
        this.keyed = keyed;
    }

    void outcome(String found) {
        assertThat(outcome).as("outcomes of step %d: %s and", index, found).isNull();
        outcome = found;
    }
}
