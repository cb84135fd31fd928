package org.netchestra.journal;

import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

/**
 * Decides what of the requests in flight at the dispatcher's own death is sent again by its successor, when nobody waits for
 * the reply any more. A total function.
 *
 * <p>A safe request is of no use without its client. One that the client can neither ask about nor repeat without harm (not
 * idempotent, no key) is not sent in strict mode even if nothing was sent before: its client saw a torn connection, may have
 * sent it again by hand, and both would be applied.
 */
final class RecoveryRules {

    private RecoveryRules() {}

    /**
     * @param whole whether all of the request is there
     */
    static Verdict of(
            FailSafe failSafe, MethodClass method, boolean keyed, boolean declared, Progress progress, boolean whole) {
        boolean unknown = method != MethodClass.SAFE && progress != Progress.NOT_SENT;
        if (progress == Progress.CLIENT_STARTED) {
            return new Verdict(Action.DROP, Reason.CLIENT_STARTED, false, false);
        }
        if (method == MethodClass.SAFE) {
            return new Verdict(Action.DROP, Reason.CLIENT_GONE, false, false);
        }
        if (failSafe == FailSafe.OFF) {
            return new Verdict(Action.DROP, Reason.FAIL_SAFE_OFF, unknown, false);
        }
        if (!whole) {
            return new Verdict(Action.DROP, Reason.BODY_NOT_KEPT, unknown, false);
        }
        if (method == MethodClass.IDEMPOTENT) {
            return new Verdict(Action.REPLAY, Reason.IDEMPOTENT, unknown, false);
        }
        if (keyed) {
            return new Verdict(Action.REPLAY, Reason.KEYED, unknown, false);
        }
        if (declared) {
            return new Verdict(Action.REPLAY, Reason.DECLARED, unknown, false);
        }
        return failSafe == FailSafe.PAPER
                ? new Verdict(Action.REPLAY, Reason.AT_LEAST_ONCE, unknown, true)
                : new Verdict(Action.DROP, Reason.NOT_REPLAYABLE, unknown, false);
    }
}
