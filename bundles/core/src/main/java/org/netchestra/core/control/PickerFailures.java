package org.netchestra.core.control;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.ServerPool;
import org.netchestra.api.policy.PickRequest;
import org.netchestra.api.policy.Picker;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.core.pool.LiveServer;

/** Answers for a picker that failed, and reports the failure once for each picker. Thread-safe. */
final class PickerFailures {

    private final Picker standIn;
    private final BiConsumer<Snapshot, String> report;
    private final AtomicLong count = new AtomicLong();

    PickerFailures(ServerPool pool, BiConsumer<Snapshot, String> report) {
        this.standIn = BuiltInRotation.POLICY.policy().newPicker(pool, PolicyOptions.none());
        this.report = report;
    }

    @Nullable
    LiveServer answer(Snapshot snapshot, PickRequest request, String failure) {
        report(snapshot, failure);
        return (LiveServer) standIn.pick(request);
    }

    void report(Snapshot snapshot, String failure) {
        if (count.getAndIncrement() == 0) {
            report.accept(snapshot, failure);
        }
    }
}
