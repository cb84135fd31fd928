package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;

/**
 * An exchange by the definition alone, as a list of what happened: each question is answered by looking through the list.
 * Slow and plain, to be compared with the journal's entry.
 */
final class ReferenceExchange {

    final boolean declared;
    private final FailSafe mode;
    private final String method;
    private final boolean keyed;
    private final int mostAttempts;
    private final List<String> events = new ArrayList<>();
    private int neverConnected;

    ReferenceExchange(FailSafe mode, String method, boolean keyed, boolean declared, int mostAttempts) {
        this.mode = mode;
        this.method = method;
        this.keyed = keyed;
        this.declared = declared;
        this.mostAttempts = mostAttempts;
    }

    void assigned(String server) {
        events.add("assigned " + server);
    }

    void sending() {
        events.add("sending");
    }

    void sentAll() {
        events.add("sent");
    }

    void replyBegan() {
        events.add("reply");
    }

    void delivering() {
        events.add("client");
    }

    void confirmed() {
        events.add("confirmed");
    }

    void abandoned() {
        events.add("abandoned");
    }

    /** The verdict, as action and reason. */
    String failed(FailureCause cause, boolean otherServer, boolean kept, boolean rebuildable) {
        if (cause.provesNotApplied()) {
            events.add("proof");
        }
        neverConnected += cause == FailureCause.CONNECT_FAILED ? 1 : 0;
        String verdict = verdict(cause, otherServer, kept, rebuildable);
        if (!verdict.startsWith("REPLAY")) {
            events.add("failed");
        }
        return verdict;
    }

    private String verdict(FailureCause cause, boolean otherServer, boolean kept, boolean rebuildable) {
        List<String> attempt = lastAttempt();
        if (attempt.contains("client")) {
            return "ABORT CLIENT_STARTED";
        }
        if (!otherServer || cause == FailureCause.NO_SERVER) {
            return "FAIL_503 NO_SERVER";
        }
        if (attempts() - neverConnected >= mostAttempts) {
            return "FAIL_502 ATTEMPTS";
        }
        if (!kept) {
            return "FAIL_502 BODY_NOT_KEPT";
        }
        if (!rebuildable) {
            return "FAIL_502 REBUILD_IMPOSSIBLE";
        }
        if (!attempt.contains("sending")) {
            return "REPLAY NOT_SENT";
        }
        if (attempt.contains("proof")) {
            return "REPLAY NOT_APPLIED";
        }
        if (mode == FailSafe.OFF) {
            return "FAIL_502 FAIL_SAFE_OFF";
        }
        if (!method.equals("POST")) {
            return "REPLAY IDEMPOTENT";
        }
        if (keyed) {
            return "REPLAY KEYED";
        }
        if (declared) {
            return "REPLAY DECLARED";
        }
        return mode == FailSafe.PAPER ? "REPLAY AT_LEAST_ONCE" : "OUTCOME_UNKNOWN NOT_REPLAYABLE";
    }

    /** Whether its rules allow that it is applied twice. */
    boolean mayBeSentTwice() {
        boolean harmless = !method.equals("POST") || keyed || declared;
        return mode == FailSafe.PAPER || (mode == FailSafe.STRICT && harmless);
    }

    void agrees(JournalEntry entry) {
        assertThat(entry.state().name()).isEqualTo(state());
        assertThat(entry.attempts()).isEqualTo(attempts());
    }

    private String state() {
        String last = events.stream()
                .filter(e -> !e.equals("proof"))
                .reduce((first, second) -> second)
                .orElse("nothing");
        return switch (last) {
            case "nothing" -> "RECEIVED";
            case "sending" -> "SENDING";
            case "sent" -> "WAITING";
            case "reply" -> "BUFFERING";
            case "client" -> "DELIVERING";
            case "confirmed" -> "CONFIRMED";
            case "abandoned" -> "ABANDONED";
            case "failed" -> "FAILED";
            default -> "ASSIGNED";
        };
    }

    private int attempts() {
        return (int) events.stream().filter(e -> e.startsWith("assigned")).count();
    }

    private List<String> lastAttempt() {
        int start = 0;
        for (int i = 0; i < events.size(); i++) {
            start = events.get(i).startsWith("assigned") ? i : start;
        }
        return events.subList(start, events.size());
    }
}
