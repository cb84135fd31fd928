package org.netchestra.linux.osgi;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** What needs native code, or what stands in for it where that does not run. */
final class NativePart {

    private NativePart() {}

    /**
     * Makes the part.
     *
     * @param missing is told why there is none, before the other one is given
     */
    static <T> T orElse(Supplier<? extends T> part, T otherwise, Consumer<String> missing) {
        try {
            return part.get();
        } catch (IllegalStateException absent) {
            missing.accept(String.valueOf(absent.getMessage()));
            return otherwise;
        }
    }
}
