package org.netchestra.dispatcher.netty.exchange;

import org.netchestra.api.journal.FailureCause;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

/** Decides where no journal keeps requests: only what certainly was not applied goes to another server. */
final class Unkept {

    private Unkept() {}

    static Verdict verdict(Exchange exchange, Progress progress, FailureCause cause, boolean otherServer) {
        boolean notApplied =
                progress == Progress.NOT_SENT || (cause.provesNotApplied() && progress != Progress.CLIENT_STARTED);
        boolean unknown = !notApplied && MethodClass.of(exchange.requestHead().method()) != MethodClass.SAFE;
        if (progress == Progress.CLIENT_STARTED) {
            return new Verdict(Action.ABORT, Reason.CLIENT_STARTED, unknown, false);
        }
        if (!otherServer || cause == FailureCause.NO_SERVER) {
            return new Verdict(Action.FAIL_503, Reason.NO_SERVER, unknown, false);
        }
        return notApplied
                ? new Verdict(Action.REPLAY, Reason.NOT_SENT, false, false)
                : new Verdict(Action.FAIL_502, Reason.FAIL_SAFE_OFF, unknown, false);
    }
}
