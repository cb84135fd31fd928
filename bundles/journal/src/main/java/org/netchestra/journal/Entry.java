package org.netchestra.journal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.EntryOwner;
import org.netchestra.api.journal.EntryStatus;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.JournalRules;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionStep;
import org.netchestra.api.journal.Verdict;

/**
 * An exchange in the journal. Confined to its event loop, but for {@link #status}, which may be a moment old, and for what
 * the disk has to say.
 */
final class Entry implements JournalEntry {

    private final Volume volume;
    private final JournalRules rules;
    private final long id;
    private final Facts facts;
    private final EntryOwner owner;
    private final KeptRequest request;
    private final @Nullable Membership member;
    private final long openedNanos;
    private final long deadlineNanos;
    private final int mostAttempts;
    private final Step step;
    private final EntryLog log;
    private boolean proven;
    private int neverConnected;
    private int repeated;
    private boolean answered;
    private @Nullable ReplyFacts reply;
    private String server = "";

    /**
     * What decides on a replay.
     *
     * @param method the method's class
     * @param key the idempotency key, or null
     * @param fingerprint what the key stands for
     * @param declared whether the route is declared replayable
     */
    record Facts(MethodClass method, @Nullable String key, long fingerprint, boolean declared) {}

    Entry(
            Volume volume,
            JournalRules rules,
            long id,
            Facts facts,
            EntryOwner owner,
            KeptRequest request,
            @Nullable Membership member,
            Step step,
            @Nullable LiveRecord logged,
            long nowNanos) {
        this.volume = volume;
        this.rules = rules;
        this.id = id;
        this.facts = facts;
        this.owner = owner;
        this.request = request;
        this.member = member;
        this.step = step;
        log = new EntryLog(volume, rules, id, facts, owner, member, logged);
        openedNanos = nowNanos;
        deadlineNanos = nowNanos + rules.deadline().toNanos();
        mostAttempts = step.attempts() + rules.maxAttempts();
        if (member != null) {
            member.entry(this);
        }
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public StepState state() {
        return step.state();
    }

    @Override
    public int attempts() {
        return step.attempts();
    }

    @Override
    public @Nullable EarlierOutcome earlier() {
        return null;
    }

    @Override
    public @Nullable TransactionStep transaction() {
        return member;
    }

    @Override
    public boolean append(ByteBuffer chunk) {
        if (over()) {
            return true;
        }
        long offset = request.length();
        boolean room = request.append(chunk);
        log.body(request, offset, chunk.duplicate());
        if (!room) {
            volume.storage().writer().whenWritable(owner::onWritable);
        }
        return room;
    }

    @Override
    public boolean whole() {
        return over() || !log.whole(request);
    }

    @Override
    public boolean kept() {
        return request.kept();
    }

    @Override
    public void assigned(String newServer) {
        if (over()) {
            return;
        }
        step.transition(StepState.ASSIGNED, newServer);
        // The same server is asked again only when a kept connection turned out to be stale: that is no further
        // attempt.
        repeated += newServer.equals(server) ? 1 : 0;
        server = newServer;
        proven = false;
        if (member != null) {
            member.transaction().assigned(newServer, member.step());
        }
    }

    @Override
    public boolean sending() {
        if (over()) {
            return true;
        }
        step.transition(StepState.SENDING, "the request is being written");
        if (member != null) {
            member.transaction().sending();
        }
        return !log.sending(request, step.attempts(), server);
    }

    @Override
    public void sentAll() {
        if (!over() && step.state() == StepState.SENDING) {
            step.transition(StepState.WAITING, "the request is written");
        }
    }

    @Override
    public void replyBegan() {
        if (!over() && step.state() != StepState.BUFFERING) {
            step.transition(StepState.BUFFERING, "the reply comes in");
        }
    }

    @Override
    public boolean delivering(ReplyFacts given) {
        if (over()) {
            return true;
        }
        step.transition(StepState.DELIVERING, "the client gets the reply");
        reply = given;
        long until = answer(given);
        return !log.delivering(given, until);
    }

    private long answer(ReplyFacts given) {
        if (facts.key() == null) {
            return 0;
        }
        answered = true;
        return volume.keys().answer(facts.key(), facts.fingerprint(), given.stored(), volume.nowMillis());
    }

    @Override
    public void confirmed(long nowNanos) {
        if (!over()) {
            end(StepState.CONFIRMED, "the reply is delivered", nowNanos);
        }
    }

    @Override
    public void abandoned(long nowNanos) {
        if (!over()) {
            end(StepState.ABANDONED, "the client left", nowNanos);
        }
    }

    @Override
    public Verdict failed(FailureCause cause, boolean otherServer, long nowNanos) {
        Situation situation = situation(cause, otherServer, nowNanos);
        Verdict verdict = VerdictRules.of(situation);
        if (over()) {
            return verdict;
        }
        proven |= cause.provesNotApplied();
        neverConnected += cause == FailureCause.CONNECT_FAILED ? 1 : 0;
        volume.counters().decided(verdict);
        if (member != null && step.attempts() > 0) {
            member.transaction().attemptFailed(member.step(), cause);
        }
        if (verdict.replays()) {
            if (!situation.certainlyNotApplied()) {
                volume.budget().replay(nowNanos);
            }
            if (situation.mayBeApplied()) {
                step.mayBeApplied();
            }
        } else {
            end(StepState.FAILED, verdict.reason().text(), nowNanos);
        }
        return verdict;
    }

    @Override
    public Verdict foresee(FailureCause cause, boolean otherServer, long nowNanos) {
        return VerdictRules.of(situation(cause, otherServer, nowNanos));
    }

    private Situation situation(FailureCause cause, boolean otherServer, long nowNanos) {
        return new Situation(
                rules.failSafe(),
                facts.method(),
                facts.key() != null,
                facts.declared(),
                over() ? Progress.NOT_SENT : step.progress(),
                proven || cause.provesNotApplied(),
                over(),
                otherServer && cause != FailureCause.NO_SERVER,
                attemptsLeft(cause),
                nowNanos - deadlineNanos < 0,
                request.kept(),
                cause != FailureCause.REBUILD_FAILED
                        && (member == null || member.transaction().rebuildable()),
                volume.budget().allows(nowNanos, rules.budgetPercent(), rules.budgetReserve()),
                step.appliedBefore());
    }

    /** A server that nobody could connect to has not been tried: while all are restarted, that must not use the attempts up. */
    private boolean attemptsLeft(FailureCause cause) {
        int inVain = neverConnected + repeated + (cause == FailureCause.CONNECT_FAILED ? 1 : 0);
        return step.attempts() - inVain < mostAttempts;
    }

    @Override
    public RequestReader reader() {
        return request.reader();
    }

    private boolean over() {
        return step.state().ended();
    }

    private void end(StepState outcome, String why, long nowNanos) {
        step.transition(outcome, why);
        if (facts.key() != null && !answered) {
            volume.keys().free(facts.key());
        }
        log.end(outcome);
        boolean handedOver = member != null && leaveTransaction(member, outcome, nowNanos);
        if (!handedOver) {
            request.release();
        }
        volume.ended(this, outcome);
    }

    /** Answers whether the transaction keeps the request. */
    private boolean leaveTransaction(Membership step, StepState outcome, long nowNanos) {
        Transaction transaction = step.transaction();
        ReplyFacts given = reply;
        boolean keeps = outcome == StepState.CONFIRMED && given != null && volume.rebuilds(rules);
        ConfirmedStep kept = keeps && given != null
                ? new ConfirmedStep(transaction, step.step(), request, given, replayable(), volume::gaveUp)
                : null;
        if (transaction.ended(step, outcome, kept, nowNanos)) {
            volume.transactions().remove(transaction);
        } else if (outcome == StepState.CONFIRMED) {
            log.noteTransaction();
        }
        return keeps;
    }

    private boolean replayable() {
        return Situation.unanswered(rules.failSafe(), facts.method(), facts.key() != null, facts.declared())
                .mayBeRepeated();
    }

    /** The journal closes; a successor must not take this entry for one that died. */
    void leaveLog() {
        log.leave();
    }

    EntryStatus status(long nowNanos) {
        String line = StandardCharsets.ISO_8859_1
                .decode(Fingerprint.firstLine(ByteBuffer.wrap(request.head())))
                .toString();
        return new EntryStatus(
                id,
                volume.name(),
                line.replaceFirst("\\?\\S*", ""),
                step.state(),
                server,
                step.attempts(),
                nowNanos - openedNanos,
                request.head().length + request.length(),
                request.kept(),
                member == null ? 0 : member.number(),
                member == null ? 0 : member.step());
    }
}
