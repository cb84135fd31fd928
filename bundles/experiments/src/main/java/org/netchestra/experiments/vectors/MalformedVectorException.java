package org.netchestra.experiments.vectors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** A case of test vectors that is not as its format says. */
final class MalformedVectorException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    MalformedVectorException(String message) {
        super(message);
    }

    /** @param place the way to the value from its case */
    static MalformedVectorException at(String place, @Nullable Object found, String expected) {
        String shown = found == null ? "nothing" : found.toString();
        return new MalformedVectorException(
                (place.isEmpty() ? "" : place + ": ") + shown + " (expected: " + expected + ")");
    }
}
