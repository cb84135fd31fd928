package org.netchestra.api.cluster;

import java.time.Instant;
import java.util.Objects;

/**
 * A state with its provenance: since when, through whom, and why.
 *
 * @param state the state that holds
 * @param since when it was entered
 * @param by who entered it: a user's name, or the part of the product that did
 * @param reason why, in words for a person
 * @param <S> the kind of state
 */
public record StateChange<S extends Enum<S>>(S state, Instant since, String by, String reason) {

    public StateChange {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(reason, "reason");
    }
}
