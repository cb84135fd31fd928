package org.netchestra.policies.locality;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.cluster.PoolMember;
import org.netchestra.api.policy.PickRequest;

/** What a locality policy calls load: who has least, and when a key should leave its server. Thread-safe. */
interface Loads {

    /** The eligible member of the whole pool with the least load, the first of equals; or null. */
    @Nullable
    PoolMember least(PickRequest request);

    /** Whether a member has so much to do, and another so little, that a key should move or spread. */
    boolean overloaded(PoolMember member);

    /** A member's load as a number, for explanations. */
    double of(PoolMember member);

    /** Whether one more exchange may be opened at all. */
    default boolean admits() {
        return true;
    }
}
