package org.netchestra.management;

import java.util.function.Supplier;

/** Refuses in words and classes that every JMX client has: ours are unknown to it, and would hide the message. */
final class Refusal {

    private Refusal() {}

    static <T> T inPlainClasses(Supplier<T> call) {
        try {
            return call.get();
        } catch (IllegalArgumentException refused) {
            throw new IllegalArgumentException(refused.getMessage());
        }
    }

    static void inPlainClasses(Runnable call) {
        inPlainClasses(() -> {
            call.run();
            return Boolean.TRUE;
        });
    }

    /** Refuses a negative maximum that a client sent. */
    static void requireMaximum(int max) {
        if (max < 0) {
            throw new IllegalArgumentException("max: " + max + " (expected: >= 0)");
        }
    }
}
