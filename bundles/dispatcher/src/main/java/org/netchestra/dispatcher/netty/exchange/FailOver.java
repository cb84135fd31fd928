package org.netchestra.dispatcher.netty.exchange;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.exchange.Termination;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.core.config.FailSafeSpec;
import org.netchestra.core.control.ManagedServer;
import org.netchestra.core.pool.LiveServer;
import org.netchestra.dispatcher.message.MessageHead;
import org.netchestra.dispatcher.message.Refusal;
import org.netchestra.dispatcher.netty.loop.Worker;
import org.netchestra.dispatcher.netty.upstream.Attempt;
import org.netchestra.dispatcher.semantics.ReplySemantics;

/**
 * What becomes of an exchange when an attempt fails: another server, a wait for one, or an answer that says how it stands. Reused
 * with its exchange; confined to its event loop.
 */
final class FailOver {

    private final Worker worker;
    private final Exchange exchange;
    private final Forwarding forwarding;
    private final Attempt attempt;
    private final PickQuery query;
    private final Safekeeping safekeeping;
    private final QueuePlace place;
    private final ExchangeAffinity affinity;
    private final ServerWait wait;

    private @Nullable LastAnswer lastAnswer;
    private @Nullable Refusal lastFailure;
    private int failuresBefore;
    private boolean atLeastOnce;
    private boolean maybeApplied;
    private boolean patient;

    /** Times that other event loops may be quicker before the request waits. */
    private static final int MAX_PICKS = 3;

    /** A server's real answer that said that it failed. */
    private record LastAnswer(MessageHead head, ReplySemantics semantics, HeldReply body) {}

    FailOver(
            Exchanges exchanges,
            Exchange exchange,
            Forwarding forwarding,
            Attempt attempt,
            PickQuery query,
            Safekeeping safekeeping,
            QueuePlace place,
            ExchangeAffinity affinity) {
        this.affinity = affinity;
        worker = exchanges.worker();
        this.exchange = exchange;
        this.forwarding = forwarding;
        this.attempt = attempt;
        this.query = query;
        this.safekeeping = safekeeping;
        this.place = place;
        wait = new ServerWait(exchanges, exchange, this, attempt, safekeeping);
    }

    /** A request is coming. */
    void begin() {
        lastFailure = null;
        failuresBefore = 0;
        wait.begin();
        atLeastOnce = false;
        maybeApplied = false;
        patient = false;
    }

    /** Whether the request may have been applied more than once by now. */
    boolean isAtLeastOnce() {
        return atLeastOnce;
    }

    /** Whether some server may have executed the request, so that asking again could execute it twice. */
    boolean isOutcomeUnknown() {
        return maybeApplied || safekeeping.isMaybeApplied();
    }

    /** How long the first byte of the reply of the current server is waited for. */
    long replyWaitNanos() {
        long response = exchange.timeouts().response().toNanos();
        LiveServer server = attempt.current();
        if (patient || server == null || !safekeeping.isKeeping()) {
            return response;
        }
        return Math.min(response, spec().replayTimeoutNanos(server.responseTimeNanos()));
    }

    /** The reply has not begun in time. Another server is asked if that does no harm; else this one has all the time there is. */
    void replyLate(long now) {
        long response = exchange.timeouts().response().toNanos();
        long waitedNanos = replyWaitNanos();
        boolean last = waitedNanos >= response;
        if (last || safekeeping.wouldReplay(FailureCause.TIMEOUT, hasOther(), now)) {
            fail(FailureCause.TIMEOUT, Refusal.REPLY_TIMEOUT);
        } else {
            patient = true;
            exchange.deadline().awaitNanos(response - waitedNanos, now);
        }
    }

    /** Whether a reply of this status goes to the client only when no server does better. */
    boolean isFailure(int status) {
        return status >= 500
                && spec().replayOn().contains(status)
                && safekeeping.wouldReplay(FailureCause.STATUS, hasOther(), worker.nowNanos());
    }

    /** The server's whole answer is here, and says that it failed. */
    void failedByAnswer(MessageHead head, ReplySemantics semantics, HeldReply body) {
        dropAnswer();
        HeldReply kept = new HeldReply();
        body.moveTo(kept);
        lastAnswer = new LastAnswer(head, semantics, kept);
        fail(FailureCause.STATUS, Refusal.NO_REPLY);
    }

    /** The attempt failed: another one, or the end. */
    void fail(FailureCause cause, Refusal failure) {
        long now = worker.nowNanos();
        lastFailure = failure;
        patient = false;
        forwarding.endAttempt(0, true, now);
        attempt.exclude(!cause.provesNotApplied());
        forwarding.partFromServer();
        if (exchange.isRouted()) {
            // What the route sent was kept on its own way; the route itself may have done anything.
            exchange.refuse(failure);
            return;
        }
        exchange.renewSnapshot();
        Verdict verdict =
                safekeeping.failed(cause, hasOther() || exchange.routing().hasSorry() || wait.isPossible(), now);
        maybeApplied |= verdict.outcomeUnknown();
        if (verdict.replays()) {
            atLeastOnce |= verdict.atLeastOnce();
            retried();
            assign();
        } else {
            giveUp(verdict, failure);
        }
    }

    /** Counts another attempt. */
    void retried() {
        exchange.virtualServer().handle().traffic().retried();
        exchange.routing().retried();
    }

    /** Assigns the request to the server that the policy picks, or lets it wait for one. */
    void assign() {
        if (exchange.isRouted()) {
            forwarding.takeRoute();
            return;
        }
        if (!forwarding.transaction().hasTurn()) {
            return;
        }
        if (forwarding.transaction().isStuck()) {
            giveUp(
                    safekeeping.failed(FailureCause.REBUILD_FAILED, hasServer(null), worker.nowNanos()),
                    Refusal.NO_REPLY);
            return;
        }
        if (place.isBehindOthers() && place.enter()) {
            return;
        }
        if (mayTry() && (isAssigned() || place.enter())) {
            return;
        }
        if (exchange.routing().hasSorry()) {
            failuresBefore = attempt.failures();
            exchange.routing().beSorry();
        } else if (wait.isPossible()) {
            wait.enter();
        } else {
            noServer();
        }
    }

    /** Assigns a request that was kept through a restart: to the server that had it, if that takes work. */
    void resume(String preferred) {
        if (forwarding.transaction().isStep()) {
            assign();
            return;
        }
        for (ManagedServer server : exchange.snapshot().servers()) {
            boolean had = server.spec().name().equals(preferred);
            if (had && server.takesWork() && forwarding.assignment().to(server.live(), false)) {
                return;
            }
        }
        assign();
    }

    private boolean mayTry() {
        return attempt.failures() - failuresBefore
                < exchange.snapshot().spec().limits().attempts();
    }

    /**
     * Goes to the server that the request belongs to, or looks for one: again when the one that was picked got its last exchange from
     * another event loop. Whether there is one.
     */
    private boolean isAssigned() {
        LiveServer bound = forwarding.transaction().home();
        LiveServer home = bound == null ? affinity.home() : bound;
        if (home != null) {
            return forwarding.assignment().to(home, false);
        }
        for (int tries = 0; tries < MAX_PICKS; tries++) {
            LiveServer picked = exchange.snapshot().pick(query);
            if (picked == null) {
                return false;
            }
            if (forwarding.assignment().to(picked, false)) {
                affinity.bind(picked);
                return true;
            }
        }
        return false;
    }

    private void noServer() {
        Refusal refusal = lastFailure == null ? Refusal.NO_SERVER : lastFailure;
        giveUp(safekeeping.failed(FailureCause.NO_SERVER, false, worker.nowNanos()), refusal);
    }

    private void giveUp(Verdict verdict, Refusal last) {
        Refusal failure = wait.hasBegun() && verdict.action() == Action.FAIL_503 ? Refusal.NO_SERVER : last;
        LastAnswer answer = lastAnswer;
        switch (verdict.action()) {
            case ABORT -> exchange.breakOff(Termination.SERVER_ABORT_REPLY);
            case DROP -> exchange.breakOff(TerminationOf.refusal(failure));
            default -> {
                if (answer != null) {
                    lastAnswer = null;
                    forwarding.delivery().answer(answer.head(), answer.semantics(), answer.body());
                } else if (verdict.outcomeUnknown()) {
                    exchange.ownAnswer().refuse(Refusal.OUTCOME_UNKNOWN, TerminationOf.refusal(failure));
                } else {
                    exchange.refuse(failure);
                }
            }
        }
    }

    /** Servers that come up are tried as if no attempt had failed. */
    void forgive() {
        failuresBefore = 0;
    }

    /** No server came in time. */
    void waitedInVain() {
        wait.leave();
        noServer();
    }

    /** The exchange is over. */
    void end() {
        wait.leave();
        dropAnswer();
    }

    private void dropAnswer() {
        LastAnswer answer = lastAnswer;
        lastAnswer = null;
        if (answer != null) {
            answer.body().clear();
        }
    }

    /** Whether another server takes work now that has not failed this request. */
    private boolean hasOther() {
        return hasServer(attempt.current());
    }

    /** Whether a server takes work now that has not failed this request, and is not this one. */
    boolean hasServer(@Nullable LiveServer but) {
        for (ManagedServer server : exchange.snapshot().servers()) {
            if (server.takesWork() && server.live() != but && !attempt.excludes(server.live())) {
                return true;
            }
        }
        return false;
    }

    private FailSafeSpec spec() {
        return exchange.snapshot().spec().failSafe();
    }
}
