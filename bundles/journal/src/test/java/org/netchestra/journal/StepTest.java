package org.netchestra.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.netchestra.api.journal.Progress;
import org.netchestra.api.journal.StepState;

final class StepTest {

    @Test
    void shouldGoThroughAllStatesOfAGoodExchange() {
        Step step = new Step();
        for (StepState next : new StepState[] {
            StepState.ASSIGNED,
            StepState.SENDING,
            StepState.WAITING,
            StepState.BUFFERING,
            StepState.DELIVERING,
            StepState.CONFIRMED
        }) {
            step.transition(next, "test");
        }
        assertThat(step.state().ended()).isTrue();
        assertThat(step.attempts()).isEqualTo(1);
    }

    @Test
    void shouldAllowExactlyTheDefinedTransitions() {
        String[] allowed = {
            "RECEIVED: ASSIGNED FAILED ABANDONED",
            "ASSIGNED: ASSIGNED SENDING FAILED ABANDONED",
            "SENDING: ASSIGNED WAITING BUFFERING FAILED ABANDONED",
            "WAITING: ASSIGNED BUFFERING FAILED ABANDONED",
            "BUFFERING: ASSIGNED DELIVERING FAILED ABANDONED",
            "DELIVERING: CONFIRMED FAILED ABANDONED",
            "CONFIRMED:",
            "FAILED:",
            "ABANDONED:"
        };
        for (StepState from : StepState.values()) {
            StringBuilder found = new StringBuilder(from + ":");
            for (StepState to : StepState.values()) {
                if (new Step(from, 1).allows(to)) {
                    found.append(' ').append(to);
                }
            }
            assertThat(found.toString()).isEqualTo(allowed[from.ordinal()]);
        }
    }

    @Test
    void shouldRefuseAnIllegalTransitionAndStayWhereItIs() {
        Step step = new Step(StepState.WAITING, 1);
        assertThatThrownBy(() -> step.transition(StepState.CONFIRMED, "test"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CONFIRMED after WAITING");
        assertThat(step.state()).isEqualTo(StepState.WAITING);
    }

    @Test
    void shouldRememberHowFarAFailedAttemptCameUntilTheNextOne() {
        Step step = new Step();
        step.transition(StepState.ASSIGNED, "s1");
        step.transition(StepState.SENDING, "write");
        assertThat(step.progress()).isEqualTo(Progress.SENT_PART);
        step.transition(StepState.ASSIGNED, "s2");
        assertThat(step.progress()).isEqualTo(Progress.NOT_SENT);
        assertThat(step.attempts()).isEqualTo(2);
    }
}
