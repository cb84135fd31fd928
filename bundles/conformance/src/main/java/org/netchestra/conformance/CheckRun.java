package org.netchestra.conformance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Runs checks one after the other in a thread of their own, for a limited time; afterwards nothing of the policy runs any
 * more, as far as a JVM can end what does not end itself. The threads are daemons, in a group by which those are known that the policy starts.
 */
final class CheckRun {

    private static final String NOTHING_HANGS = "every call returns";
    private static final String NO_THREADS = "it starts no threads";
    private static final String NAME = "policy-conformance";
    /** The JVM's own, whoever was the first to need it. */
    private static final String COMMON_POOL = "ForkJoinPool.commonPool-";
    /** With so many that cannot be ended nothing more is tried: each may keep a processor busy. */
    private static final int MOST_LEFT = 2;

    private static final long ENDS_WITHIN_MILLIS = 300;
    private static final Set<Thread> LEFT = ConcurrentHashMap.newKeySet();

    private final List<Finding> findings = Collections.synchronizedList(new ArrayList<>());
    private final long startedAtNanos = System.nanoTime();
    private volatile @Nullable Check current;
    private volatile boolean over;

    CheckRun(List<Check> checks, Subject subject, Duration limit) {
        LEFT.removeIf(thread -> !thread.isAlive());
        if (LEFT.size() >= MOST_LEFT) {
            findings.add(new Finding(
                    NOTHING_HANGS,
                    "not tried: " + LEFT.size()
                            + " threads of policies tried before still run, and only a restart ends them"));
            return;
        }
        ThreadGroup group = new ThreadGroup(NAME);
        Thread thread = new Thread(group, () -> runAll(checks, subject), NAME);
        thread.setDaemon(true);
        thread.start();
        await(thread, limit);
        over = true;
        end(thread);
        endOthers(group);
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
        join(thread, Math.max(1, limit.toMillis()));
        Check check = current;
        if (check != null) {
            findings.add(new Finding(
                    NOTHING_HANGS,
                    "no end after " + limit.toMillis() + " ms, while checking that " + check.rule() + "; it is at "
                            + place(thread)));
        }
    }

    private void endOthers(ThreadGroup group) {
        Thread[] others = new Thread[2 * group.activeCount() + 1];
        List<Thread> all = Arrays.stream(others, 0, group.enumerate(others))
                .filter(thread -> !thread.getName().startsWith(COMMON_POOL))
                .toList();
        List<Thread> started = all.stream()
                .filter(thread -> !thread.getName().startsWith(NAME))
                .toList();
        if (!started.isEmpty()) {
            String names = started.stream().map(Thread::getName).sorted().collect(Collectors.joining(", "));
            findings.add(new Finding(NO_THREADS, "it left running: " + names));
        }
        all.forEach(CheckRun::end);
    }

    /** What heeds no interrupt is stopped, where the JVM still can (up to 19): it holds nothing but what was made for this run. */
    @SuppressWarnings({"deprecation", "removal"})
    private static void end(Thread thread) {
        thread.interrupt();
        join(thread, ENDS_WITHIN_MILLIS);
        if (thread.isAlive()) {
            try {
                thread.stop();
                join(thread, ENDS_WITHIN_MILLIS);
            } catch (UnsupportedOperationException laterJdk) {
                LEFT.add(thread);
            }
        }
        if (thread.isAlive()) {
            LEFT.add(thread);
        }
    }

    private static void join(Thread thread, long millis) {
        try {
            thread.join(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void runAll(List<Check> checks, Subject subject) {
        for (Check check : checks) {
            current = check;
            String breach = breach(check, subject);
            if (over) {
                return;
            }
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
