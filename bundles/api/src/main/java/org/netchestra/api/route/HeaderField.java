package org.netchestra.api.route;

import java.util.Objects;

/**
 * One header field line. Immutable.
 *
 * @param name as it was written; compared without regard to case
 * @param value one character a byte, as HTTP/1.1 has it
 */
public record HeaderField(String name, String value) {

    public HeaderField {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(value, "value");
    }
}
