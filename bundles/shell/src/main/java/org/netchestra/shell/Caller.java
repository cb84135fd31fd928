package org.netchestra.shell;

import org.apache.karaf.shell.support.ShellUtil;
import org.jspecify.annotations.Nullable;
import org.netchestra.api.control.ChangeContext;

/** Who changes the cluster by a command. */
final class Caller {

    private static final String SOURCE = "shell";

    private Caller() {}

    /** From the login, not from the session's variables, which its user can set. */
    static ChangeContext because(String reason) {
        @Nullable String user = ShellUtil.getCurrentUserName();
        return new ChangeContext(user == null ? SOURCE : user, SOURCE, reason);
    }
}
