package org.netchestra.core.control;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one thread does in policies: a guard sees calls that do not return, and can end them without hitting the thread
 * anywhere else. The thread enters and leaves; {@link #end} may come from any other.
 *
 * <p>A call is ended by an interrupt, and if it heeds none, by {@link Thread#stop} where the JVM still has it (up to 19).
 * While the guard is at it, the thread cannot leave, so that neither reaches what comes after the call. What a stopped call
 * was about to change is the policy's own, and goes with it.
 */
final class PickMark {

    private static final int OUTSIDE = 0;
    private static final int INSIDE = 1;
    /** The guard is ending the call. */
    private static final int HELD = 2;
    /** The same, and the call has returned. */
    private static final int RETURNED = 3;
    /** The thread may leave; there may be an interrupt to be cleared. */
    private static final int FREE = 4;
    /** The thread may leave when the end that it was sent has arrived. */
    private static final int STOPPED = 5;

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Looks until an interrupt was not heeded. */
    private static final int HEEDS_INTERRUPT_LOOKS = 100;

    /** Looks until a stop that was sent has been swallowed. */
    private static final int STOP_ARRIVES_LOOKS = 1000;

    private static final int FRAMES = 6;

    private final Thread thread;
    private final AtomicInteger state = new AtomicInteger(OUTSIDE);
    private volatile long enteredNanos;
    /** When the call began that the guard saw the last time it looked. */
    private long seenNanos;

    private boolean seen;

    PickMark(Thread thread) {
        this.thread = thread;
    }

    void enter(long nowNanos) {
        enteredNanos = nowNanos;
        state.setRelease(INSIDE);
    }

    /** The call has returned. The end that a guard has just sent may arrive in here, as {@link ThreadDeath}. */
    void leave() {
        if (!state.compareAndSet(INSIDE, OUTSIDE)) {
            leaveHeld();
        }
    }

    private void leaveHeld() {
        try {
            state.compareAndSet(HELD, RETURNED);
            awaitChangeFrom(RETURNED);
            // The interrupt came before, and would cut the looks short.
            boolean unused = Thread.interrupted();
            // A call that catches everything may have swallowed it.
            lookWhile(STOPPED, STOP_ARRIVES_LOOKS);
        } catch (ThreadDeath arrived) {
            awaitChangeFrom(RETURNED);
        }
        clear();
    }

    /** The call has thrown an error; whether that was the guard's end for it. The thread has left in any case. */
    boolean ended(Error error) {
        int now = state.getAcquire();
        if (!(error instanceof ThreadDeath) || now == INSIDE || now == FREE) {
            leave();
            return false;
        }
        awaitChangeFrom(HELD);
        awaitChangeFrom(RETURNED);
        clear();
        return true;
    }

    private void clear() {
        // An event loop that goes on interrupted would close the next file it touches.
        boolean unused = Thread.interrupted();
        state.setRelease(OUTSIDE);
    }

    private void awaitChangeFrom(int old) {
        while (state.getAcquire() == old) {
            Thread.onSpinWait();
        }
    }

    /** For how long the same call has been seen, from one look to the next; 0 when there is none. To be asked by one thread. */
    long stuckNanos(long nowNanos) {
        long entered = enteredNanos;
        boolean same = seen && seenNanos == entered;
        seen = state.getAcquire() == INSIDE && entered == enteredNanos;
        seenNanos = entered;
        return seen && same ? nowNanos - entered : 0;
    }

    /** Where it is, for people. */
    String place() {
        StackTraceElement[] frames = thread.getStackTrace();
        return thread.getName() + " is at "
                + Arrays.stream(frames)
                        .takeWhile(frame -> !frame.getClassName().startsWith("org.netchestra.core.control."))
                        .limit(FRAMES)
                        .map(StackTraceElement::toString)
                        .collect(Collectors.joining(" < "));
    }

    /** Ends the call that was seen to be stuck, if it is still the one; what became of it, for people, or null. */
    @Nullable
    String end() {
        if (!state.compareAndSet(INSIDE, HELD)) {
            return null;
        }
        if (enteredNanos != seenNanos) {
            state.setRelease(FREE);
            return null;
        }
        thread.interrupt();
        if (isInterruptHeeded()) {
            state.setRelease(FREE);
            return "it heeded an interrupt";
        }
        return stop();
    }

    private boolean isInterruptHeeded() {
        lookWhile(HELD, HEEDS_INTERRUPT_LOOKS);
        return state.getAcquire() == RETURNED;
    }

    /** Waits for another state by looks and not by a clock, which may be one that is moved by hand. */
    private void lookWhile(int old, int looks) {
        for (int look = 0; look < looks && state.getAcquire() == old; look++) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
    }

    @SuppressWarnings({"deprecation", "removal"})
    private String stop() {
        try {
            thread.stop();
            state.setRelease(STOPPED);
            return "it was stopped by force";
        } catch (UnsupportedOperationException laterJdk) {
            state.setRelease(FREE);
            return "it cannot be stopped by this JVM, and its event loop serves nobody until a restart";
        }
    }
}
