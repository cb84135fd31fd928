package org.netchestra.journal;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.Verdict;
import org.netchestra.api.journal.Verdict.Action;
import org.netchestra.api.journal.Verdict.Reason;

/**
 * Decides what may be sent again. A total function: every situation has a verdict, the first rule that applies gives it.
 *
 * <p>That the client has seen nothing protects it from two replies; it does not protect the server from applying a request
 * twice. So what counts is what the server may have done: nothing was sent, or it says that it did nothing (RFC 9110
 * section 9.2.2), or doing it twice does no harm, or the application was given the means to notice.
 *
 * <p>Rules 1 to 5 are obstacles in the order of what the client must be told, 6 to 8 permissions. Two refinements of the
 * definition: an answer says "outcome unknown" wherever that is so, and not by rule 9 alone; and the budget is charged only
 * for what was sent, because a request that reached no server adds no load when it is sent to another.
 *
 * <p>References: RFC 9110 section 9.2; draft-ietf-httpapi-idempotency-key-header.
 */
public final class VerdictRules {

    private VerdictRules() {}

    /** The verdict of a situation; pure. */
    public static Verdict of(Situation s) {
        Verdict obstacle = obstacle(s);
        if (obstacle != null) {
            return obstacle;
        }
        Reason permission = permission(s);
        if (permission == null) {
            return s.failSafe() == FailSafe.OFF
                    ? fail(s, Action.FAIL_502, Reason.FAIL_SAFE_OFF)
                    : fail(s, Action.OUTCOME_UNKNOWN, Reason.NOT_REPLAYABLE);
        }
        if (!s.budgetLeft() && !s.certainlyNotApplied()) {
            return fail(s, Action.FAIL_502, Reason.BUDGET);
        }
        return new Verdict(Action.REPLAY, permission, s.mayBeApplied(), permission == Reason.AT_LEAST_ONCE);
    }

    private static @Nullable Verdict obstacle(Situation s) {
        if (s.progress() == Progress.CLIENT_STARTED) {
            return fail(s, Action.ABORT, Reason.CLIENT_STARTED);
        }
        if (s.clientGone()) {
            return fail(s, Action.DROP, Reason.CLIENT_GONE);
        }
        if (!s.otherServer()) {
            return fail(s, Action.FAIL_503, Reason.NO_SERVER);
        }
        if (!s.attemptsLeft()) {
            return fail(s, Action.FAIL_502, Reason.ATTEMPTS);
        }
        if (!s.timeLeft()) {
            return fail(s, Action.FAIL_502, Reason.DEADLINE);
        }
        if (!s.kept()) {
            return fail(s, Action.FAIL_502, Reason.BODY_NOT_KEPT);
        }
        return s.rebuildable() ? null : fail(s, Action.FAIL_502, Reason.REBUILD_IMPOSSIBLE);
    }

    private static @Nullable Reason permission(Situation s) {
        if (s.progress() == Progress.NOT_SENT) {
            return Reason.NOT_SENT;
        }
        if (s.notApplied()) {
            return Reason.NOT_APPLIED;
        }
        if (s.failSafe() == FailSafe.OFF) {
            return null;
        }
        if (s.method() != MethodClass.OTHER) {
            return Reason.IDEMPOTENT;
        }
        if (s.keyed()) {
            return Reason.KEYED;
        }
        if (s.declared()) {
            return Reason.DECLARED;
        }
        return s.failSafe() == FailSafe.PAPER ? Reason.AT_LEAST_ONCE : null;
    }

    private static Verdict fail(Situation s, Action action, Reason reason) {
        return new Verdict(action, reason, s.mayBeApplied(), false);
    }
}
