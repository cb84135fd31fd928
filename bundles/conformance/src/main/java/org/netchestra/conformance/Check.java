package org.netchestra.conformance;

import org.jspecify.annotations.Nullable;

/** One rule as a test. */
interface Check {

    /** The rule in a few words. */
    String rule();

    /**
     * Tries the rule; ends at the first breach.
     *
     * @return what happened instead, or null when the rule holds
     */
    @Nullable
    String breach(Subject subject) throws InterruptedException;

    /** Whether a breach makes the checks that follow pointless. */
    default boolean essential() {
        return false;
    }
}
