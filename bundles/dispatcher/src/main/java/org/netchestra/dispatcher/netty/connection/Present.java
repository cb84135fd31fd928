package org.netchestra.dispatcher.netty.connection;

import org.jspecify.annotations.Nullable;

/** Checks that a part that exists in some states only is there. */
public final class Present {

    private Present() {}

    public static <T> T in(@Nullable T part, String name) {
        if (part == null) {
            throw new IllegalStateException(name + ": none (expected: one in this state)");
        }
        return part;
    }
}
