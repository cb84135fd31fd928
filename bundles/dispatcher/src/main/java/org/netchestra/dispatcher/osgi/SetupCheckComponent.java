package org.netchestra.dispatcher.osgi;

import java.time.Clock;
import java.util.List;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.FileCheck;
import org.netchestra.core.config.VirtualServerSpec;
import org.netchestra.dispatcher.netty.setup.SetupCheck;
import org.osgi.service.component.annotations.Component;

/** Offers {@link SetupCheck} to those who check configurations before they are put in force. */
@Component
public final class SetupCheckComponent implements FileCheck {

    private final FileCheck check = new SetupCheck(Clock.systemUTC());

    @Override
    public List<ConfigurationProblem> problems(VirtualServerSpec spec) {
        return check.problems(spec);
    }
}
