package org.netchestra.management;

import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;

/** Who changes the cluster over JMX. */
final class Caller {

    private static final String SOURCE = "jmx";

    private Caller() {}

    static ChangeContext because(@Nullable String reason) {
        return new ChangeContext(CurrentUser.name(), SOURCE, reason == null ? "" : reason);
    }
}
