package org.netchestra.api.control;

import java.util.Objects;

/**
 * Who asks for a change, through what, and why.
 *
 * @param principal the user's name
 * @param source where the command came from: {@code shell}, {@code jmx}, {@code health}, {@code controller}, ...
 * @param reason why, in the user's words; may be empty
 */
public record ChangeContext(String principal, String source, String reason) {

    public ChangeContext {
        Objects.requireNonNull(principal, "principal");
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(reason, "reason");
    }
}
