package org.netchestra.api.journal;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * How a virtual server treats transactions.
 *
 * @param identifiedBy how a request names its transaction
 * @param name the cookie's or header's name; for {@link Identification#PATH} a regular expression whose first group is
 *     the transaction's name
 * @param paths prefixes of the paths that belong to transactions; empty for all
 * @param rebuild whether confirmed steps are sent again to the new server ({@code replay = all}) or only the failed one
 * @param idle how long a transaction without a step lives
 * @param limits what is kept
 */
public record TransactionRules(
        Identification identifiedBy, String name, List<String> paths, boolean rebuild, Duration idle, Limits limits) {

    /** How a request names its transaction. */
    public enum Identification {
        /** By a signed cookie that the dispatcher sets. */
        COOKIE,
        /** By a signed header that the dispatcher sends with the first reply. */
        HEADER,
        /** By a header whose value the client chooses. */
        NAMED_HEADER,
        /** By a part of the path. */
        PATH
    }

    /**
     * What is kept at most.
     *
     * @param transactions transactions at a time; the longest idle one gives way
     * @param waiting steps waiting for their turn in one transaction
     * @param keptSteps confirmed steps kept of one transaction
     * @param keptBytes bytes kept of the confirmed steps of one transaction
     */
    public record Limits(int transactions, int waiting, int keptSteps, long keptBytes) {

        /** What does for most. */
        public static final Limits DEFAULT = new Limits(10_000, 16, 64, 8L << 20);
    }

    public TransactionRules {
        Objects.requireNonNull(identifiedBy, "identifiedBy");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(idle, "idle");
        Objects.requireNonNull(limits, "limits");
        paths = List.copyOf(paths);
    }
}
