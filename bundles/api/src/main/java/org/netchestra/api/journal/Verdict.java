package org.netchestra.api.journal;

/**
 * What follows from a failed attempt.
 *
 * @param action what the dispatcher does
 * @param reason the rule that decided
 * @param outcomeUnknown whether a server may have applied the request without anybody knowing; an answer made by the
 *     dispatcher says so in {@code Netchestra-Outcome: unknown}
 * @param atLeastOnce whether the replay may apply the request a second time; the reply says so in
 *     {@code Netchestra-Replay: at-least-once}
 */
public record Verdict(Action action, Reason reason, boolean outcomeUnknown, boolean atLeastOnce) {

    /** What the dispatcher does. Where it holds a server's real answer, that goes out in place of its own 502 or 503. */
    public enum Action {
        /** Send the kept request to another server. */
        REPLAY,
        /** Answer 502. */
        FAIL_502,
        /** Answer 503. */
        FAIL_503,
        /** Answer 502 and say that the outcome is unknown. */
        OUTCOME_UNKNOWN,
        /** Cut the client's connection, so that it sees a torn reply as torn. */
        ABORT,
        /** Nobody waits for an answer. */
        DROP
    }

    /** The rule that decided. */
    public enum Reason {
        CLIENT_STARTED("the client has got bytes of the reply"),
        CLIENT_GONE("the client has left"),
        NO_SERVER("no other server is up"),
        ATTEMPTS("all attempts are used up"),
        DEADLINE("the time for all attempts is over"),
        REBUILD_IMPOSSIBLE("the transaction cannot be rebuilt on another server"),
        BODY_NOT_KEPT("the request is no longer kept"),
        BUDGET("the retry budget is used up"),
        NOT_SENT("nothing was sent"),
        NOT_APPLIED("the server proved that nothing was applied"),
        IDEMPOTENT("the method is idempotent"),
        KEYED("the client gave an idempotency key"),
        DECLARED("the route is declared replayable"),
        AT_LEAST_ONCE("fail-safe = paper replays everything"),
        NOT_REPLAYABLE("the request may have been applied and must not be applied twice"),
        FAIL_SAFE_OFF("fail-safe = off replays only what was not applied");

        private final String text;

        Reason(String text) {
            this.text = text;
        }

        /** Half a sentence for logs. */
        public String text() {
            return text;
        }
    }

    public boolean replays() {
        return action == Action.REPLAY;
    }
}
