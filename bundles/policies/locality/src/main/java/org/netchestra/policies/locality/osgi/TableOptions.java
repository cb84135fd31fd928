package org.netchestra.policies.locality.osgi;

import org.netchestra.api.policy.InvalidOptionException;
import org.netchestra.api.policy.KeySource;
import org.netchestra.api.policy.PolicyOptions;
import org.netchestra.policies.locality.LardThresholds;

/** The options that the locality policies share. */
final class TableOptions {

    /** The kernel's table of lblc. */
    private static final int TABLE_SIZE = 16_384;

    private static final int TABLE_SIZE_MAX = 1 << 22;
    private static final double NANOS = 1e9;

    private TableOptions() {}

    static KeySource key(PolicyOptions options) {
        return options.keySource("key", KeySource.of(KeySource.Kind.PATH));
    }

    static int tableSize(PolicyOptions options) {
        return options.integer("table-size", TABLE_SIZE, 1, TABLE_SIZE_MAX);
    }

    static long seconds(PolicyOptions options, String name, double defaultValue) {
        return (long) (options.decimal(name, defaultValue, 0.001, 1e9) * NANOS);
    }

    static LardThresholds thresholds(PolicyOptions options) {
        int low = options.integer("t-low", 25, 0, 1_000_000);
        int high = options.integer("t-high", 65, 1, 1_000_000);
        if (low >= high) {
            throw new InvalidOptionException("t-low", Integer.toString(low), "less than t-high, " + high);
        }
        return new LardThresholds(low, high);
    }
}
