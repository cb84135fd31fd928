package org.netchestra.shell;

import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.netchestra.api.control.ChangeContext;
import org.netchestra.api.control.ClusterControl;

/** {@code netchestra:policy-activate}. */
@Service
@Command(
        scope = "netchestra",
        name = "policy-activate",
        description = "Lets virtual servers use the newest candidate of a policy, watched for its first seconds")
public final class PolicyActivateCommand extends PolicyChangeCommand {

    @Override
    void change(ClusterControl control, ChangeContext context) {
        control.activatePolicy(policy, context);
    }
}
