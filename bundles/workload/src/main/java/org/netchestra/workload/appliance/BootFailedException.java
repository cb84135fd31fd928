package org.netchestra.workload.appliance;

import java.io.IOException;
import java.nio.file.Path;

/** The appliance did not come up; the message says what was seen, and where its log is. */
public final class BootFailedException extends IOException {
    private static final long serialVersionUID = 1;

    BootFailedException(String seen, Path log) {
        super("the appliance did not start: " + seen + "; its log: " + log);
    }
}
