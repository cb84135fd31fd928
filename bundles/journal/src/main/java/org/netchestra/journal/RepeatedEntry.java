package org.netchestra.journal;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.EarlierOutcome;
import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.JournalEntry;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.RequestReader;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.TransactionStep;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

/** The entry of a request whose idempotency key was there before: over from the start. Immutable. */
final class RepeatedEntry implements JournalEntry {

    private final long id;
    private final EarlierOutcome earlier;

    RepeatedEntry(long id, EarlierOutcome earlier) {
        this.id = id;
        this.earlier = earlier;
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public StepState state() {
        return StepState.CONFIRMED;
    }

    @Override
    public int attempts() {
        return 0;
    }

    @Override
    public EarlierOutcome earlier() {
        return earlier;
    }

    @Override
    public @Nullable TransactionStep transaction() {
        return null;
    }

    @Override
    public boolean append(ByteBuffer chunk) {
        return true;
    }

    @Override
    public boolean whole() {
        return true;
    }

    @Override
    public boolean kept() {
        return false;
    }

    @Override
    public void assigned(String server) {}

    @Override
    public boolean sending() {
        return true;
    }

    @Override
    public void sentAll() {}

    @Override
    public void replyBegan() {}

    @Override
    public boolean delivering(ReplyFacts reply) {
        return true;
    }

    @Override
    public void confirmed(long nowNanos) {}

    @Override
    public Verdict failed(FailureCause cause, boolean otherServer, long nowNanos) {
        return new Verdict(Action.DROP, Reason.CLIENT_GONE, false, false);
    }

    @Override
    public Verdict foresee(FailureCause cause, boolean otherServer, long nowNanos) {
        return failed(cause, otherServer, nowNanos);
    }

    @Override
    public void abandoned(long nowNanos) {}

    @Override
    public RequestReader reader() {
        throw new IllegalStateException("entry " + id + " keeps no request: it repeats an earlier one");
    }
}
