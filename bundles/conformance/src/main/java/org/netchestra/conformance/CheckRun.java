package org.netchestra.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs checks one after the other in a thread of their own, for a limited time. */
final class CheckRun {

    private static final String NOTHING_HANGS = "every call returns";

    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final long startedAtNanos = System.nanoTime();
    private volatile @Nullable Check current;

    CheckRun(List<Check> checks, Subject subject, Duration limit) {
        Thread thread = new Thread(() -> runAll(checks, subject), "policy-conformance");
        thread.setDaemon(true);
        thread.start();
        await(thread, limit);
    }

    List<Finding> findings() {
        synchronized (findings) {
            return List.copyOf(findings);
        }
    }

    Duration took() {
        return Duration.ofNanos(System.nanoTime() - startedAtNanos);
    }

    private void await(Thread thread, Duration limit) {
        try {
            thread.join(Math.max(1, limit.toMillis()));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        Check check = current;
        if (check != null) {
            findings.add(new Finding(
                    NOTHING_HANGS,
                    "no end after " + limit.toMillis() + " ms, while checking that " + check.rule() + "; it is at "
                            + place(thread)));
            thread.interrupt();
        }
    }

    private void runAll(List<Check> checks, Subject subject) {
        for (Check check : checks) {
            current = check;
            String breach = breach(check, subject);
            if (breach != null) {
                findings.add(new Finding(check.rule(), breach));
                if (check.essential()) {
                    break;
                }
            }
        }
        current = null;
    }

    private static @Nullable String breach(Check check, Subject subject) {
        try {
            return check.breach(subject);
        } catch (InterruptedException timeIsUp) {
            return null;
        } catch (RuntimeException | Error failure) {
            // The boundary to a plug-in: whatever it throws is a finding.
            return "threw " + describe(failure);
        }
    }

    static String describe(Throwable failure) {
        StackTraceElement[] trace = failure.getStackTrace();
        return failure + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    private static String place(Thread thread) {
        StackTraceElement[] trace = thread.getStackTrace();
        return trace.length == 0 ? "its end" : trace[0].toString();
    }
}
