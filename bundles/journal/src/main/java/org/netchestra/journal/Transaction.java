package org.netchestra.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionRules;
import org.netchestra.api.journal.TransactionStatus;
import org.netchestra.api.journal.TransactionStep.Turn;

/**
 * Several exchanges that must all succeed: bound to the server of the first, re-bound for good when that one fails; one step
 * in flight, the others in a line.
 *
 * <p>Thread-safe: its exchanges may be on several event loops. Nobody is called back under its lock.
 */
final class Transaction {

    private final String virtualServer;
    private final long number;
    private final String name;
    private final TransactionRules rules;
    private final Happenings happenings;
    private final long createdNanos;
    private final Deque<Membership> line = new ArrayDeque<>();
    private final List<ConfirmedStep> kept = new ArrayList<>();
    private final Map<String, String> cookies = new HashMap<>();
    private @Nullable Membership current;
    private @Nullable String server;
    private boolean brokenTold;
    private boolean rebuilding;
    private boolean keepable = true;
    private boolean aborted;
    private boolean lastStep;
    private long keptBytes;
    private int confirmed;
    private int replays;
    private long idleSinceNanos;

    Transaction(
            String virtualServer,
            long number,
            String name,
            TransactionRules rules,
            Happenings happenings,
            long nowNanos) {
        this.virtualServer = virtualServer;
        this.number = number;
        this.name = name;
        this.rules = rules;
        this.happenings = happenings;
        createdNanos = nowNanos;
        idleSinceNanos = nowNanos;
    }

    long number() {
        return number;
    }

    String name() {
        return name;
    }

    /** What it was before the dispatcher's death. */
    synchronized void restore(String boundServer, int confirmedSteps) {
        server = boundServer.isEmpty() ? null : boundServer;
        confirmed = confirmedSteps;
        keepable = confirmedSteps == 0;
    }

    synchronized LogRecords.Bound bound() {
        return new LogRecords.Bound(virtualServer, name, number, server == null ? "" : server, confirmed);
    }

    synchronized Turn turnOf(Membership step) {
        if (aborted || step.refused()) {
            return Turn.NEVER;
        }
        if (current == step) {
            return Turn.NOW;
        }
        if (current == null && line.isEmpty()) {
            begin(step);
            return Turn.NOW;
        }
        if (!line.contains(step)) {
            if (line.size() >= rules.limits().waiting()) {
                step.refuse();
                return Turn.NEVER;
            }
            line.add(step);
        }
        return Turn.LATER;
    }

    private void begin(Membership step) {
        current = step;
        step.number(confirmed + 1);
    }

    synchronized @Nullable String server() {
        return server;
    }

    /** The step in flight is assigned to a server: binds, or re-binds, the transaction. */
    void assigned(String newServer, int step) {
        boolean moved;
        String old;
        boolean told;
        synchronized (this) {
            old = server;
            moved = old != null && !old.equals(newServer);
            told = brokenTold;
            brokenTold = false;
            server = newServer;
            rebuilding |= moved && rules.rebuild() && confirmed > 0;
            replays += moved ? 1 : 0;
        }
        if (moved && old != null) {
            if (!told) {
                happenings.broken(virtualServer, number, step, old, null);
            }
            happenings.continuing(virtualServer, number, step, newServer);
        }
    }

    /** The attempt at the step in flight failed. */
    void attemptFailed(int step, FailureCause cause) {
        String failed;
        if (cause == FailureCause.NO_SERVER) {
            return;
        }
        synchronized (this) {
            failed = server;
            brokenTold = failed != null;
        }
        if (failed != null) {
            happenings.broken(virtualServer, number, step, failed, cause);
        }
    }

    /** Whether nothing stands against going on with another server. */
    synchronized boolean rebuildable() {
        if (!rules.rebuild() || confirmed == 0) {
            return true;
        }
        return keepable && kept.size() == confirmed && kept.stream().allMatch(ConfirmedStep::replayable);
    }

    synchronized List<KeptStep> rebuild() {
        return rebuilding ? List.copyOf(kept) : List.of();
    }

    /** The step in flight is being sent: the server has all the steps before it. */
    synchronized void sending() {
        rebuilding = false;
    }

    synchronized String cookies(String header) {
        return Cookies.replaced(header, cookies);
    }

    synchronized void learnCookies(List<String> before, List<String> after) {
        Cookies.learn(before, after, cookies);
    }

    synchronized void last() {
        lastStep = true;
    }

    /**
     * A step has ended. Whoever is next gets its turn; behind a failed step nobody does.
     *
     * @param step what is kept of it, when it was confirmed and steps are kept
     * @return whether it was the last step of all
     */
    boolean ended(Membership member, StepState outcome, @Nullable ConfirmedStep step, long nowNanos) {
        List<Membership> called = new ArrayList<>();
        boolean over;
        synchronized (this) {
            if (current != member) {
                line.remove(member);
                release(step);
                return false;
            }
            current = null;
            idleSinceNanos = nowNanos;
            if (outcome == StepState.CONFIRMED) {
                confirmed++;
                keep(step);
            } else {
                release(step);
            }
            if (outcome == StepState.FAILED) {
                line.forEach(Membership::refuse);
                called.addAll(line);
                line.clear();
            } else if (!line.isEmpty()) {
                Membership next = line.remove();
                begin(next);
                called.add(next);
            }
            over = lastStep && current == null;
        }
        called.forEach(Membership::callTurn);
        return over;
    }

    private void keep(@Nullable ConfirmedStep step) {
        if (step == null) {
            return;
        }
        keptBytes += step.bytes();
        boolean tooMuch = kept.size() >= rules.limits().keptSteps()
                || keptBytes > rules.limits().keptBytes();
        if (!keepable || tooMuch) {
            if (keepable) {
                step.gaveUp();
            }
            keepable = false;
            step.release();
            releaseKept();
        } else {
            kept.add(step);
        }
    }

    private static void release(@Nullable ConfirmedStep step) {
        if (step != null) {
            step.release();
        }
    }

    private void releaseKept() {
        kept.forEach(ConfirmedStep::release);
        kept.clear();
        keptBytes = 0;
    }

    /** Ends it: later steps are refused; answers the step in flight, which is to be interrupted. */
    @Nullable
    Membership abort() {
        List<Membership> refused;
        Membership running;
        synchronized (this) {
            aborted = true;
            running = current;
            refused = List.copyOf(line);
            line.clear();
            refused.forEach(Membership::refuse);
            releaseKept();
        }
        refused.forEach(Membership::callTurn);
        happenings.lost(virtualServer, number, confirmed + 1, "aborted by an operator");
        return running;
    }

    synchronized @Nullable Membership inFlight() {
        return current;
    }

    /** Gives back what is kept, when it leaves the table. */
    synchronized void release() {
        releaseKept();
        keepable = false;
    }

    synchronized boolean idle() {
        return current == null && line.isEmpty();
    }

    /** Whether it has been without a step for longer than it lives. */
    synchronized boolean expired(long nowNanos) {
        return idle() && nowNanos - idleSinceNanos > rules.idle().toNanos();
    }

    synchronized TransactionStatus status(long nowNanos) {
        Membership step = current;
        return new TransactionStatus(
                number,
                name.length() > 8 ? name.substring(0, 8) : name.substring(0, name.length() / 2),
                virtualServer,
                server == null ? "" : server,
                confirmed,
                step != null,
                line.size(),
                step == null ? 0 : step.attempts(),
                replays,
                nowNanos - createdNanos,
                step == null ? nowNanos - idleSinceNanos : 0);
    }
}
