package org.netchestra.journal;

import java.util.List;
import java.util.function.Consumer;
import org.netchestra.api.journal.KeptStep;
import org.netchestra.api.journal.ReplyFacts;
import org.netchestra.api.journal.RequestReader;

/** A confirmed step of a transaction that may have to be rebuilt. */
final class ConfirmedStep implements KeptStep {

    private final Transaction transaction;
    private final int step;
    private final KeptRequest request;
    private final ReplyFacts reply;
    private final boolean replayable;
    private final Consumer<GiveUp> givingUp;

    /**
     * @param replayable whether the rules allow that it is sent again
     */
    ConfirmedStep(
            Transaction transaction,
            int step,
            KeptRequest request,
            ReplyFacts reply,
            boolean replayable,
            Consumer<GiveUp> givingUp) {
        this.transaction = transaction;
        this.step = step;
        this.request = request;
        this.reply = reply;
        this.replayable = replayable;
        this.givingUp = givingUp;
    }

    @Override
    public int step() {
        return step;
    }

    @Override
    public RequestReader reader() {
        return request.reader();
    }

    /** Replies differ when the hundreds of their status do: bodies carry times and ids. */
    @Override
    public boolean matches(int status, List<String> setCookies) {
        transaction.learnCookies(reply.setCookies(), setCookies);
        return status / 100 == reply.status() / 100;
    }

    boolean replayable() {
        return replayable && request.kept();
    }

    long bytes() {
        return request.head().length + request.length();
    }

    void gaveUp() {
        givingUp.accept(GiveUp.TRANSACTION_TOO_LARGE);
    }

    void release() {
        request.release();
    }
}
