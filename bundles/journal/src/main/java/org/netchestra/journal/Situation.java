package org.netchestra.journal;

import org.netchestra.api.journal.FailSafe;
import org.netchestra.api.journal.MethodClass;
import org.netchestra.api.journal.Progress;

/**
 * Everything that decides whether a request may be sent again.
 *
 * @param failSafe what the virtual server promises
 * @param method the method's class
 * @param keyed whether the client gave an idempotency key
 * @param declared whether the route is declared replayable
 * @param progress how far the attempt came
 * @param notApplied whether there is proof that the server did not apply the request
 * @param clientGone whether the client has left
 * @param otherServer whether a server is there that did not fail this request
 * @param attemptsLeft whether another attempt is allowed by their number
 * @param timeLeft whether another attempt is allowed by the deadline
 * @param kept whether the request can be sent again
 * @param rebuildable whether the transaction can be rebuilt elsewhere, as far as it has to be
 * @param budgetLeft whether the retry budget allows another attempt
 * @param appliedBefore whether an earlier attempt may have applied the request
 */
public record Situation(
        FailSafe failSafe,
        MethodClass method,
        boolean keyed,
        boolean declared,
        Progress progress,
        boolean notApplied,
        boolean clientGone,
        boolean otherServer,
        boolean attemptsLeft,
        boolean timeLeft,
        boolean kept,
        boolean rebuildable,
        boolean budgetLeft,
        boolean appliedBefore) {

    /** A server has got the request and did not answer; nothing else is in the way of another one. */
    static Situation unanswered(FailSafe failSafe, MethodClass method, boolean keyed, boolean declared) {
        return new Situation(
                failSafe,
                method,
                keyed,
                declared,
                Progress.SENT_ALL,
                false,
                false,
                true,
                true,
                true,
                true,
                true,
                true,
                false);
    }

    /** Whether the request goes to another server. */
    boolean mayBeRepeated() {
        return VerdictRules.of(this).replays();
    }

    /** Whether this attempt certainly had no effect. */
    boolean certainlyNotApplied() {
        return progress == Progress.NOT_SENT || (notApplied && progress != Progress.CLIENT_STARTED);
    }

    /** Whether some attempt may have changed something. */
    boolean mayBeApplied() {
        return method != MethodClass.SAFE && (appliedBefore || !certainlyNotApplied());
    }
}
