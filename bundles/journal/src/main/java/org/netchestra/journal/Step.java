package org.netchestra.journal;

import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.StepState;

/**
 * The state machine of one exchange.
 *
 * <pre>
 * RECEIVED - ASSIGNED - SENDING - WAITING - BUFFERING - DELIVERING - CONFIRMED
 *               ^__________|_________|__________|            |
 *                              replay                  FAILED, ABANDONED (from every state)
 * </pre>
 *
 * <p>After a verdict of replay the state stays until another server is assigned, so that what the failed attempt may have
 * done is not forgotten if none comes. Not thread-safe.
 */
final class Step {

    private StepState state;
    private String reason = "opened";
    private int attempts;
    private boolean appliedBefore;

    Step() {
        this(StepState.RECEIVED, 0);
    }

    /** A step found in the journal of a dispatcher that died. */
    Step(StepState state, int attempts) {
        this.state = state;
        this.attempts = attempts;
    }

    StepState state() {
        return state;
    }

    /** Why it is in its state. */
    String reason() {
        return reason;
    }

    int attempts() {
        return attempts;
    }

    /** Whether an attempt before the last may have been applied. */
    boolean appliedBefore() {
        return appliedBefore;
    }

    /** How far the last attempt came. */
    Progress progress() {
        return progress(state);
    }

    static Progress progress(StepState state) {
        return switch (state) {
            case RECEIVED, ASSIGNED -> Progress.NOT_SENT;
            case SENDING -> Progress.SENT_PART;
            case WAITING -> Progress.SENT_ALL;
            case BUFFERING -> Progress.REPLY_BUFFERED;
            case DELIVERING, CONFIRMED, FAILED, ABANDONED -> Progress.CLIENT_STARTED;
        };
    }

    /** Whether this state may follow the present one. */
    boolean allows(StepState next) {
        return switch (next) {
            case RECEIVED -> false;
            case ASSIGNED -> state.compareTo(StepState.DELIVERING) < 0;
            case SENDING -> state == StepState.ASSIGNED;
            case WAITING -> state == StepState.SENDING;
            case BUFFERING -> state == StepState.SENDING || state == StepState.WAITING;
            case DELIVERING -> state == StepState.BUFFERING;
            case CONFIRMED -> state == StepState.DELIVERING;
            case FAILED, ABANDONED -> !state.ended();
        };
    }

    /**
     * The only way from one state to another.
     *
     * @throws IllegalStateException when the next state does not follow the present one
     */
    void transition(StepState next, String why) {
        if (!allows(next)) {
            throw new IllegalStateException("state: " + next + " after " + state + " (expected: one that follows it)");
        }
        if (next == StepState.ASSIGNED) {
            attempts++;
        }
        state = next;
        reason = why;
    }

    /** Says that the attempt that just failed may have been applied. */
    void mayBeApplied() {
        appliedBefore = true;
    }
}
