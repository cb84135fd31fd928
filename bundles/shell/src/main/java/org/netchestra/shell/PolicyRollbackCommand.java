package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;

/** {@code netchestra:policy-rollback}. */
@Service
@Command(
        scope = "netchestra",
        name = "policy-rollback",
        description = "Takes an activated policy back: what was used before it goes on")
public final class PolicyRollbackCommand extends PolicyChangeCommand {

    @Override
    void change(ClusterControl control, ChangeContext context) {
        control.rollBackPolicy(policy, context);
    }
}
