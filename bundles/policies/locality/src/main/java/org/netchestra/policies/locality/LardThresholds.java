package org.netchestra.policies.locality;

import java.util.OptionalInt;

/**
 * LARD's two loads, in exchanges in flight: below {@code low} a server is likely to be idle now and then, above
 * {@code high} its delays are noticed.
 *
 * @param low T_low, 25 in the paper
 * @param high T_high, 65 in the paper
 */
public record LardThresholds(int low, int high) {

    public LardThresholds {
        if (low < 0 || high <= low) {
            throw new IllegalArgumentException("low: " + low + ", high: " + high + " (expected: 0 <= low < high)");
        }
    }

    /**
     * The number of exchanges S that may be open at once, S = (n - 1) * T_high + T_low - 1: few enough that never all
     * but one server are at T_high while none is below T_low. Empty for a single server, which it would throttle for
     * nothing.
     */
    public OptionalInt admissionLimit(int servers) {
        return servers < 2 ? OptionalInt.empty() : OptionalInt.of((servers - 1) * high + low - 1);
    }
}
