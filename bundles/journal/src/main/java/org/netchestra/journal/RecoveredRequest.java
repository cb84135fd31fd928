package org.netchestra.journal;

import java.nio.ByteBuffer;
import org.netchestra.api.journal.StepState;
import org.netchestra.api.journal.Verdict;

/**
 * A request that was in flight when the dispatcher died.
 *
 * @param id its entry's number
 * @param open what it was opened with
 * @param body its body, when it was in memory
 * @param spilled whether its body is in a file of its own
 * @param whole whether all of it is there
 * @param state how far its last attempt came
 * @param attempts attempts so far
 * @param server the server of the last attempt; empty when none was assigned
 * @param record where it stands in the log
 */
record RecoveredRequest(
        long id,
        LogRecords.Open open,
        ByteBuffer body,
        boolean spilled,
        boolean whole,
        StepState state,
        int attempts,
        String server,
        LiveRecord record) {

    /** Whether it may be sent again. */
    Verdict verdict() {
        return RecoveryRules.of(
                open.failSafe(), open.method(), open.key() != null, open.declared(), Step.progress(state), whole);
    }
}
