package org.netchestra.dispatcher.osgi;

import java.util.List;
import java.util.Map;
import org.netchestra.api.policy.PolicyInspector;
import org.netchestra.core.config.ConfigurationProblem;
import org.netchestra.core.config.ConfigurationText;
import org.netchestra.core.config.VirtualServerReader;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has new policies vetted, and says what becomes of those that pass. A change of its settings touches no traffic. */
@Component(
        service = {},
        configurationPid = PolicySettingsComponent.PID,
        immediate = true)
@Designate(ocd = PolicySettingsComponent.Configuration.class)
public final class PolicySettingsComponent {

    static final String PID = "org.netchestra.policies";

    private static final Logger LOG = LoggerFactory.getLogger(PolicySettingsComponent.class);
    private static final String AUTO_ACTIVATE = "auto-activate";

    /** The keys, for consoles that edit configurations. */
    @ObjectClassDefinition(name = "Netchestra policies", description = "What becomes of new policy bundles")
    @interface Configuration {

        @AttributeDefinition(
                name = AUTO_ACTIVATE,
                description = "whether a policy that passes the conformance kit works at once; otherwise it waits for "
                        + "netchestra:policy-activate")
        boolean auto$_$activate() default false;
    }

    private final PolicyIntake policies;

    @Activate
    public PolicySettingsComponent(
            @Reference DataPlane dataPlane, @Reference PolicyInspector inspector, Map<String, Object> properties) {
        policies = dataPlane.policies();
        policies.vetting().inspector(inspector);
        apply(properties);
    }

    @Modified
    void modified(Map<String, Object> properties) {
        apply(properties);
    }

    @Deactivate
    void deactivate() {
        policies.vetting().inspector(null);
    }

    /** Reads its keys as they were written: a converted one would hide what was wrong. */
    private void apply(Map<String, Object> properties) {
        ConfigurationText text = new ConfigurationText(ConfigurationSource.keys(properties));
        boolean automatically = text.flag(AUTO_ACTIVATE, false);
        List<ConfigurationProblem> problems = text.finish();
        if (problems.isEmpty()) {
            policies.autoActivate(automatically);
            return;
        }
        for (ConfigurationProblem problem :
                VirtualServerReader.located(problems, ConfigurationSource.file(properties))) {
            LOG.error("policies: the last good settings go on: {}", problem);
        }
    }
}
